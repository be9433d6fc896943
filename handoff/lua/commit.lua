-- Say lines and perhaps change hands, in one step, if the hold named is still current.
--
-- KEYS, all of one conversation's partition:
--   1 hold         hash    owner, epoch, agent, deadline, since, packet
--   2 context      string  JSON
--   3 transcript   list    JSON lines
--   4 delivery     hash    line id -> state
--   5 out:items    zset    line id -> place in the transcript
--   6 out:bodies   hash    line id -> JSON line
--   7 out:ready    zset    conversation -> due, ms
--   8 out:leases   hash    conversation -> token
--   9 in:items     zset    message id -> order
--  10 in:bodies    hash    message id -> JSON message
--  11 in:leases    hash    conversation -> token
--  12 waiting      zset    conversation -> deadline, ms
--  13 held         hash    conversation -> agent
--  14 recent       zset    conversation -> ms
--  15 feed         stream  what happens
-- ARGV: 1 JSON {c, epoch, token, lifetime, recent, at, at_ms, lines [{id, body}], answers [id],
--       context?, move? {owner, agent, deadline, deadline_iso, packet, reason}}, 2 wake channel
-- Returns {'ok', epoch} | {'stale', owner, agent} | {'lost'}

local order = cjson.decode(ARGV[1])
local c = order.c
local current = redis.call('HMGET', KEYS[1], 'epoch', 'owner', 'agent', 'packet')
local epoch = tonumber(current[1] or '0')
if epoch ~= order.epoch then
  return {'stale', current[2] or 'assistant', current[3] or ''}
end
if order.token ~= '' and redis.call('HGET', KEYS[11], c) ~= order.token then
  return {'lost'}
end

local queued = false
for _, line in ipairs(order.lines) do
  if redis.call('HSETNX', KEYS[4], line.id, 'queued') == 1 then
    local place = redis.call('RPUSH', KEYS[3], line.body)
    redis.call('ZADD', KEYS[5], place, line.id)
    redis.call('HSET', KEYS[6], line.id, line.body)
    redis.call('XADD', KEYS[15], '*', 'kind', 'said', 'c', c, 'at', order.at, 'body', line.body)
    queued = true
  end
end
if queued and not redis.call('HGET', KEYS[8], c) then
  redis.call('ZADD', KEYS[7], 'LT', order.at_ms, c)
end

for _, id in ipairs(order.answers) do
  redis.call('ZREM', KEYS[9], id)
  redis.call('HDEL', KEYS[10], id)
end
if order.context then
  redis.call('SET', KEYS[2], order.context)
end

local move = order.move
if move and move.owner == 'agent' then
  -- What the assistant had said and nobody has sent yet stays here, all but a line being sent now.
  local being_sent = redis.call('HGET', KEYS[8], c) and 1 or 0
  for _, id in ipairs(redis.call('ZRANGE', KEYS[5], being_sent, -1)) do
    local body = redis.call('HGET', KEYS[6], id)
    if body and cjson.decode(body).speaker == 'assistant' then
      redis.call('ZREM', KEYS[5], id)
      redis.call('HDEL', KEYS[6], id)
      redis.call('HSET', KEYS[4], id, 'withdrawn')
      redis.call('XADD', KEYS[15], '*', 'kind', 'delivered', 'c', c, 'at', order.at,
        'line', id, 'delivery', 'withdrawn', 'reason', '')
    end
  end
end
if move then
  epoch = epoch + 1
  redis.call('HSET', KEYS[1], 'owner', move.owner, 'epoch', epoch, 'agent', move.agent,
    'deadline', move.deadline, 'since', order.at_ms, 'packet', move.packet)
  redis.call('ZREM', KEYS[12], c)
  redis.call('HDEL', KEYS[13], c)
  if move.owner == 'queue' then
    redis.call('ZADD', KEYS[12], move.deadline, c)
  elseif move.owner == 'agent' then
    redis.call('HSET', KEYS[13], c, move.agent)
  end
  redis.call('XADD', KEYS[15], '*', 'kind', 'held', 'c', c, 'at', order.at,
    'owner', move.owner, 'epoch', epoch, 'agent', move.agent, 'deadline', move.deadline_iso,
    'reason', move.reason, 'packet', move.packet)
end

redis.call('ZADD', KEYS[14], order.at_ms, c)
redis.call('ZREMRANGEBYRANK', KEYS[14], 0, -1 - order.recent)
for place = 1, 4 do
  redis.call('EXPIRE', KEYS[place], order.lifetime)
end
if queued then
  redis.call('PUBLISH', ARGV[2], c)
end
return {'ok', epoch}
