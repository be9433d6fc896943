-- Add a line that was said without us to the transcript, once; nothing is sent.
--
-- KEYS, all of one conversation's partition:
--   1 delivery    hash    line id -> state
--   2 transcript  list    JSON lines
--   3 recent      zset    conversation -> ms
--   4 feed        stream  what happens
-- ARGV: 1 conversation, 2 line id, 3 JSON line, 4 at, 5 ms, 6 lifetime s
-- Returns 1, or 0 if it stands there.

if redis.call('HSETNX', KEYS[1], ARGV[2], 'sent') == 0 then
  return 0
end
redis.call('RPUSH', KEYS[2], ARGV[3])
redis.call('ZADD', KEYS[3], ARGV[5], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[6])
redis.call('EXPIRE', KEYS[2], ARGV[6])
redis.call('XADD', KEYS[4], '*', 'kind', 'said', 'c', ARGV[1], 'at', ARGV[4], 'body', ARGV[3])
return 1
