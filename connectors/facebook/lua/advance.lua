-- Move a moment of a conversation forward, never back.
--
-- KEYS: 1 facebook-marks  hash  name -> ms
-- ARGV: 1 name, 2 ms, 3 lifetime s
-- Returns 1 if it is now at that moment, 0 if it had been further already.

local before = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '-1')
if before > tonumber(ARGV[2]) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
