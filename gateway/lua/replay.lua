-- Put a conversation's dead letters back in line, each in its old place.
--
-- KEYS, all of one conversation's partition:
--   1 <box>:dead    list  JSON dead letters
--   2 <box>:graves  set   conversations with dead letters
--   3 <box>:items   zset  item -> order
--   4 <box>:bodies  hash  item -> JSON
--   5 <box>:ready   zset  conversation -> due, ms
--   6 <box>:leases  hash  conversation -> token
--   7 delivery      hash  line id -> state (outbox only)
--   8 feed          stream  what happens (outbox only)
-- ARGV: 1 conversation, 2 wake channel, 3 box, 4 at
-- Returns how many.

local c = ARGV[1]
local letters = redis.call('LRANGE', KEYS[1], 0, -1)
for _, text in ipairs(letters) do
  local letter = cjson.decode(text)
  redis.call('ZADD', KEYS[3], letter.order, letter.item)
  redis.call('HSET', KEYS[4], letter.item, letter.body)
  if ARGV[3] == 'out' then
    redis.call('HSET', KEYS[7], letter.item, 'queued')
    redis.call('XADD', KEYS[8], '*', 'kind', 'delivered', 'c', c, 'at', ARGV[4],
      'line', letter.item, 'delivery', 'queued', 'reason', '')
  end
end
redis.call('DEL', KEYS[1])
redis.call('SREM', KEYS[2], c)
if #letters > 0 and not redis.call('HGET', KEYS[6], c) then
  redis.call('ZADD', KEYS[5], 0, c)
  redis.call('PUBLISH', ARGV[2], c)
end
return #letters
