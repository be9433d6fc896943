-- Note how far our lines have come; it never moves back.
--
-- KEYS, all of one conversation's partition:
--   1 progress  hash    delivered, read -> ms
--   2 feed      stream  what happens
-- ARGV: 1 conversation, 2 'delivered' or 'read', 3 until, ms, 4 until, 5 at, 6 lifetime s
-- Returns 1, or 0 if it is no news.

if tonumber(redis.call('HGET', KEYS[1], ARGV[2]) or '-1') >= tonumber(ARGV[3]) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[6])
redis.call('XADD', KEYS[2], '*', 'kind', 'seen', 'c', ARGV[1], 'at', ARGV[5],
  'progress', ARGV[2], 'until', ARGV[4])
return 1
