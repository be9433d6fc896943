-- Let an agent finish a conversation until a time, or go on with it.
--
-- KEYS, all of one conversation's partition:
--   1 hold      hash    owner, epoch, agent, ...
--   2 place     hash    see offer.lua
--   3 wrapping  zset    conversation -> until, ms
--   4 feed      stream  what happens
-- ARGV: 1 JSON {c, epoch, until (ms; 0: go on), until_iso, at, stage, why}
-- Returns 1 | 0 if the hold has moved on

local order = cjson.decode(ARGV[1])
local hold = redis.call('HMGET', KEYS[1], 'owner', 'epoch', 'agent')
if hold[1] ~= 'agent' or tonumber(hold[2]) ~= order.epoch then
  return 0
end
local before = redis.call('HGET', KEYS[2], 'wrap_until')
if order['until'] > 0 then
  redis.call('HSET', KEYS[2], 'wrap_until', order['until'])
  redis.call('ZADD', KEYS[3], order['until'], order.c)
else
  redis.call('HDEL', KEYS[2], 'wrap_until')
  redis.call('ZREM', KEYS[3], order.c)
end
if (not before) ~= (order['until'] == 0) then
  redis.call('XADD', KEYS[4], '*', 'kind', 'routed', 'c', order.c, 'at', order.at, 'stage',
    order.stage, 'why', order.why, 'agent', hold[3],
    'number', redis.call('HGET', KEYS[2], 'number') or '0', 'until', order.until_iso)
end
return 1
