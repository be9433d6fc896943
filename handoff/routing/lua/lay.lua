-- Lay a conversation away until a time: its agent keeps it, and it takes no room meanwhile.
--
-- KEYS, all of one conversation's partition:
--   1 hold        hash    owner, epoch, agent, ...
--   2 place       hash    see offer.lua
--   3 laid        zset    conversation -> until, ms
--   4 wrapping    zset    conversation -> until, ms
--   5 transcript  list    JSON lines
--   6 feed        stream  what happens
-- ARGV: 1 JSON {c, epoch, until (ms), until_iso, at, stage, why}
-- Returns 1 | 0 if the hold has moved on

local order = cjson.decode(ARGV[1])
local hold = redis.call('HMGET', KEYS[1], 'owner', 'epoch', 'agent')
if hold[1] ~= 'agent' or tonumber(hold[2]) ~= order.epoch then
  return 0
end
redis.call('HSET', KEYS[2], 'laid_until', order['until'], 'laid_lines', redis.call('LLEN', KEYS[5]))
redis.call('HDEL', KEYS[2], 'wrap_until')
redis.call('ZREM', KEYS[4], order.c)
redis.call('ZADD', KEYS[3], order['until'], order.c)
redis.call('XADD', KEYS[6], '*', 'kind', 'routed', 'c', order.c, 'at', order.at, 'stage',
  order.stage, 'why', order.why, 'agent', hold[3],
  'number', redis.call('HGET', KEYS[2], 'number') or '0', 'until', order.until_iso)
return 1
