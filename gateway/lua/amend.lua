-- Change what is stored of a customer's message, if it is still what the change was made from.
--
-- KEYS, all of one conversation's partition:
--   1 seen        string  this change was taken in before
--   2 transcript  list    JSON lines
--   3 in:items    zset    message id -> order
--   4 in:bodies   hash    message id -> JSON message
--   5 in:dead     list    JSON dead letters
--   6 in:graves   set     conversations with dead letters
--   7 hold        hash    owner, epoch, agent, deadline, since, packet
--   8 late        hash    message id -> JSON change that came before its message
--   9 feed        stream  what happens
-- ARGV: 1 JSON {c, of, at, kind, lines, place?, line: [old, new], message: [old, new?],
--       packet: [old, new], letters: [[old, new?]...], late?, lifetime, first}
--       `place` counts from 0; without it the message is unknown and the change waits.
--       Without `new` a message or a letter goes.
-- Returns 'done', 'seen', or 'again': something has moved meanwhile.

local order = cjson.decode(ARGV[1])
if order.first and redis.call('EXISTS', KEYS[1]) == 1 then
  return 'seen'
end
if redis.call('LLEN', KEYS[2]) ~= order.lines and not order.place then
  return 'again'
end
if not order.place then
  redis.call('HSET', KEYS[8], order.of, order.late)
  redis.call('EXPIRE', KEYS[8], order.lifetime)
  redis.call('SET', KEYS[1], '1', 'EX', order.lifetime)
  return 'done'
end
local old_message = redis.call('HGET', KEYS[4], order.of)
if redis.call('LINDEX', KEYS[2], order.place) ~= order.line[1]
  or (old_message and old_message ~= order.message[1])
  or (redis.call('HGET', KEYS[7], 'packet') or '') ~= order.packet[1] then
  return 'again'
end

if old_message and order.message[2] then
  redis.call('HSET', KEYS[4], order.of, order.message[2])
elseif old_message then
  redis.call('ZREM', KEYS[3], order.of)
  redis.call('HDEL', KEYS[4], order.of)
end
for _, letter in ipairs(order.letters) do
  if redis.call('LREM', KEYS[5], 1, letter[1]) == 1 and letter[2] then
    redis.call('RPUSH', KEYS[5], letter[2])
  end
end
if redis.call('LLEN', KEYS[5]) == 0 then
  redis.call('SREM', KEYS[6], order.c)
end
if order.packet[1] ~= order.packet[2] then
  redis.call('HSET', KEYS[7], 'packet', order.packet[2])
end
if order.line[1] ~= order.line[2] then
  redis.call('LSET', KEYS[2], order.place, order.line[2])
  redis.call('XADD', KEYS[9], '*', 'kind', order.kind, 'c', order.c, 'at', order.at,
    'body', order.line[2])
end
redis.call('HDEL', KEYS[8], order.of)
redis.call('SET', KEYS[1], '1', 'EX', order.lifetime)
return 'done'
