-- Take an offer back, if it is the current one; from then on nothing can be claimed under it.
--
-- KEYS, all of one conversation's partition:
--   1 place   hash    see offer.lua
--   2 passed  hash    agent -> ms
--   3 offers  zset    conversation -> until, ms
--   4 feed    stream  what happens
-- ARGV: 1 JSON {c, number, agent, at, at_ms, why, passed (whether the agent had their chance),
--       lifetime}
-- Returns 1 | 0 if it is not the current one

local order = cjson.decode(ARGV[1])
local place = redis.call('HMGET', KEYS[1], 'agent', 'number')
if place[1] ~= order.agent or tonumber(place[2]) ~= order.number then
  return 0
end
redis.call('HDEL', KEYS[1], 'agent', 'until')
redis.call('ZREM', KEYS[3], order.c)
if order.passed then
  redis.call('HSET', KEYS[2], order.agent, order.at_ms)
  redis.call('EXPIRE', KEYS[2], order.lifetime)
end
redis.call('XADD', KEYS[4], '*', 'kind', 'routed', 'c', order.c, 'at', order.at, 'stage', 'waiting',
  'why', order.why, 'agent', order.agent, 'number', order.number, 'until', '')
return 1
