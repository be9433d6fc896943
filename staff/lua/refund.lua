-- Takes one attempt back, because it was a good one, and ends the waiting.
-- KEYS[1]  <prefix>:attempts:<digest>  hash: attempts, last (ms), until (ms)
local known = redis.call('HMGET', KEYS[1], 'attempts', 'last')
if known[1] then
  redis.call('HSET', KEYS[1], 'attempts', math.max(0, tonumber(known[1]) - 1), 'until', known[2])
end
return 0
