-- Remember what X said about the calls left.
--
-- KEYS: 1 gate  hash  remaining, reset (ms)
-- ARGV: 1 remaining, 2 reset ms, 3 now ms
-- Answers may overtake each other: within one window the smaller figure is the later one.

local known = redis.call('HMGET', KEYS[1], 'remaining', 'reset')
local remaining, reset = tonumber(known[1]), tonumber(known[2])
local told, told_reset = tonumber(ARGV[1]), tonumber(ARGV[2])
if reset and told_reset < reset then
  return 0
end
if reset == told_reset and remaining < told then
  told = remaining
end
redis.call('HSET', KEYS[1], 'remaining', told, 'reset', ARGV[2])
redis.call('PEXPIRE', KEYS[1], math.max(1000, told_reset - tonumber(ARGV[3])))
return 1
