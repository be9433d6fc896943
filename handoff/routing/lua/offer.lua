-- Keep a conversation for one agent, if nobody else is kept for and nothing has moved on.
--
-- KEYS, all of one conversation's partition:
--   1 hold    hash    owner, epoch, ...
--   2 place   hash    queued_at, last_agent, wrap_until, cause; number: of the newest offer;
--                     agent, until: of the current offer (none: no offer); laid_until, laid_lines:
--                     laid away, and how much had been said then; step: what is to be
--                     done next; times in ms
--   3 offers  zset    conversation -> until, ms
--   4 feed    stream  what happens
-- ARGV: 1 JSON {c, epoch, number, agent, until, until_iso, at, why, lifetime}
-- Returns {'ok'} | {'moved'} | {'number'} | {'offered', agent}

local order = cjson.decode(ARGV[1])
local hold = redis.call('HMGET', KEYS[1], 'owner', 'epoch')
local owner = hold[1] or 'assistant'
if tonumber(hold[2] or '0') ~= order.epoch or not (owner == 'queue' or owner == 'assistant') then
  return {'moved'}
end
local place = redis.call('HMGET', KEYS[2], 'agent', 'number')
local number = tonumber(place[2] or '0')
if place[1] then
  if place[1] == order.agent and number == order.number then
    return {'ok'}
  end
  return {'offered', place[1]}
end
if number + 1 ~= order.number then
  return {'number'}
end
redis.call('HSET', KEYS[2], 'agent', order.agent, 'number', order.number, 'until', order['until'])
redis.call('HDEL', KEYS[2], 'cause')
redis.call('EXPIRE', KEYS[2], order.lifetime)
redis.call('ZADD', KEYS[3], order['until'], order.c)
redis.call('XADD', KEYS[4], '*', 'kind', 'routed', 'c', order.c, 'at', order.at, 'stage', 'offered',
  'why', order.why, 'agent', order.agent, 'number', order.number, 'until', order.until_iso)
return {'ok'}
