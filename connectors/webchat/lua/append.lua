-- Add one line to what a customer's window shows, once, and wake the windows.
--
-- KEYS, all of one conversation's partition:
--   1 webchat      list  JSON lines, the first is number 1
--   2 webchat-ids  hash  line id -> number
-- ARGV: 1 line id, 2 JSON line, 3 lifetime s, 4 channel, 5 conversation
-- Returns the line's number.

local n = redis.call('HGET', KEYS[2], ARGV[1])
if not n then
  n = redis.call('RPUSH', KEYS[1], ARGV[2])
  redis.call('HSET', KEYS[2], ARGV[1], n)
  redis.call('EXPIRE', KEYS[1], ARGV[3])
  redis.call('EXPIRE', KEYS[2], ARGV[3])
end
-- A line that comes again may come again because nobody heard of it.
redis.call('PUBLISH', ARGV[4], cjson.encode({c = ARGV[5], n = tonumber(n), line = ARGV[2]}))
return tonumber(n)
