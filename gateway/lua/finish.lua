-- Take items off under a lease: settled, or buried among the dead letters.
--
-- KEYS, all of one conversation's partition:
--   1 <box>:leases    hash    conversation -> token
--   2 <box>:items     zset    item -> order
--   3 <box>:bodies    hash    item -> JSON
--   4 <box>:attempts  hash    conversation -> tries since the last success
--   5 <box>:dead      list    JSON dead letters
--   6 <box>:graves    set     conversations with dead letters
--   7 delivery        hash    line id -> state
--   8 feed            stream  what happens
--   9 arrived         set     lines of which we heard that they arrived before we doubted it
--  10 <box>:ready     zset    conversation -> due, ms
-- ARGV: 1 JSON {c, token, items, at, reason?, bury, delivery?}
-- With a delivery the lease ends in the same step: it stands for the line that is being sent, which
-- a change of hands leaves alone (commit.lua), and must never seem to stand for the next one.
-- Returns 1 (2 if the lease has ended and mail is left), or 0 if the lease is lost.

local order = cjson.decode(ARGV[1])
if redis.call('HGET', KEYS[1], order.c) ~= order.token then
  return 0
end
for _, id in ipairs(order.items) do
  local body = redis.call('HGET', KEYS[3], id)
  if body then
    local delivery, bury, reason = order.delivery, order.bury, order.reason or ''
    if delivery and redis.call('SREM', KEYS[9], id) == 1 and delivery == 'uncertain' then
      delivery, bury, reason = 'sent', false, ''
    end
    if bury then
      local place = redis.call('ZSCORE', KEYS[2], id)
      redis.call('RPUSH', KEYS[5], cjson.encode({
        item = id, body = body, order = tonumber(place), reason = order.reason, at = order.at}))
      redis.call('SADD', KEYS[6], order.c)
    end
    redis.call('ZREM', KEYS[2], id)
    redis.call('HDEL', KEYS[3], id)
    if delivery then
      redis.call('HSET', KEYS[7], id, delivery)
      redis.call('XADD', KEYS[8], '*', 'kind', 'delivered', 'c', order.c, 'at', order.at,
        'line', id, 'delivery', delivery, 'reason', reason)
    end
  end
end
redis.call('HDEL', KEYS[4], order.c)
if not order.delivery then
  return 1
end
redis.call('HDEL', KEYS[1], order.c)
if redis.call('ZCARD', KEYS[2]) > 0 then
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  redis.call('ZADD', KEYS[10], now, order.c)
  return 2
end
redis.call('ZREM', KEYS[10], order.c)
return 1
