-- Make a pause longer, never shorter.
--
-- KEYS: 1 pause or shut  string
-- ARGV: 1 ms
-- Returns the pause that is left, ms.

local left = redis.call('PTTL', KEYS[1])
if left < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
  return tonumber(ARGV[1])
end
return left
