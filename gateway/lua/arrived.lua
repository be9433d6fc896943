-- Record that a line in doubt has arrived after all.
--
-- KEYS, all of one conversation's partition:
--   1 delivery    hash    line id -> state
--   2 out:dead    list    JSON dead letters
--   3 out:graves  set     conversations with dead letters
--   4 arrived     set     lines of which we heard that they arrived before we doubted it
--   5 feed        stream  what happens
-- ARGV: 1 conversation, 2 line id, 3 at, 4 lifetime s

local c, id = ARGV[1], ARGV[2]
local state = redis.call('HGET', KEYS[1], id)
if state == 'queued' then
  redis.call('SADD', KEYS[4], id)
  redis.call('EXPIRE', KEYS[4], ARGV[4])
end
if state ~= 'uncertain' then
  return 0
end
for _, text in ipairs(redis.call('LRANGE', KEYS[2], 0, -1)) do
  if cjson.decode(text).item == id then
    redis.call('LREM', KEYS[2], 0, text)
  end
end
if redis.call('LLEN', KEYS[2]) == 0 then
  redis.call('SREM', KEYS[3], c)
end
redis.call('HSET', KEYS[1], id, 'sent')
redis.call('XADD', KEYS[5], '*', 'kind', 'delivered', 'c', c, 'at', ARGV[3],
  'line', id, 'delivery', 'sent', 'reason', '')
return 1
