-- Counts an attempt to log in before it is tried, unless the caller has to wait.
-- KEYS[1]  <prefix>:attempts:<digest>  hash: attempts, last (ms), until (ms)
-- ARGV     now (ms), longest (ms), then the pause in ms after the 1st, 2nd, ... attempt (the last
--          one for all that follow)
-- Returns  how long to wait yet in ms; 0: go ahead
local now, longest = tonumber(ARGV[1]), tonumber(ARGV[2])
local known = redis.call('HMGET', KEYS[1], 'attempts', 'last', 'until')
local attempts, last, till = tonumber(known[1]) or 0, tonumber(known[2]) or 0, tonumber(known[3]) or 0
if till > now then
  return till - now
end
if now - math.max(last, till) >= longest then
  attempts = 0
end
attempts = attempts + 1
local pause = tonumber(ARGV[2 + math.min(attempts, #ARGV - 2)])
redis.call('HSET', KEYS[1], 'attempts', attempts, 'last', now, 'until', now + pause)
redis.call('PEXPIRE', KEYS[1], pause + longest)
return 0
