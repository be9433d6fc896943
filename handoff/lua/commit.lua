-- Say lines and perhaps change hands, in one step, if the hold named is still current.
--
-- With a token the lease on the inbox ends as well: what has come meanwhile is due at once.
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
--  16 place        hash    see routing/lua/offer.lua
--  17 passed       hash    agent -> ms
--  18 offers       zset    conversation -> until, ms
--  19 wrapping     zset    conversation -> until, ms
--  20 claims       list    'ms agent', newest first
--  21 in:ready     zset    conversation -> due, ms
--  22 in:attempts  hash    conversation -> tries since the last success
--  23 laid         zset    conversation -> until, ms
-- ARGV: 1 JSON {c, epoch, token, lifetime, recent, claims, at, at_ms, lines [{id, body}], answers [id],
--       context?, survey?, move? {owner, agent, deadline, deadline_iso, packet, reason, at_ms,
--       offer?, why?, stage?}}, 2 wake channel of the outbox, 3 of the inbox
-- Returns {'ok', epoch} | {'stale', owner, agent} | {'lost'} | {'unoffered'}

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

if order.move and order.move.offer then
  local offered = redis.call('HMGET', KEYS[16], 'agent', 'number')
  if offered[1] ~= order.move.agent or tonumber(offered[2]) ~= order.move.offer then
    return {'unoffered'}
  end
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
if order.token ~= '' then
  redis.call('HDEL', KEYS[11], c)
  redis.call('HDEL', KEYS[22], c)
  if redis.call('ZCARD', KEYS[9]) > 0 then
    local time = redis.call('TIME')
    redis.call('ZADD', KEYS[21], tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000), c)
    redis.call('PUBLISH', ARGV[3], c)
  else
    redis.call('ZREM', KEYS[21], c)
  end
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
    'deadline', move.deadline, 'since', move.at_ms, 'packet', move.packet)
  redis.call('ZREM', KEYS[12], c)
  redis.call('HDEL', KEYS[13], c)
  if move.owner == 'queue' then
    redis.call('ZADD', KEYS[12], move.deadline, c)
  elseif move.owner == 'agent' then
    redis.call('HSET', KEYS[13], c, move.agent)
  end
  redis.call('XADD', KEYS[15], '*', 'kind', 'held', 'c', c, 'at', order.at,
    'owner', move.owner, 'epoch', epoch, 'agent', move.agent, 'deadline', move.deadline_iso,
    'reason', move.reason, 'packet', move.packet, 'before', current[2] or 'assistant')
  -- Estimates ask how fast the queue goes; what never waited says nothing of it.
  if move.offer and current[2] == 'queue' then
    redis.call('LPUSH', KEYS[20], string.format('%.0f', move.at_ms) .. ' ' .. move.agent)
    redis.call('LTRIM', KEYS[20], 0, order.claims - 1)
  end
  -- A new promise to somebody who waits changes nothing about who is offered them.
  if not (move.owner == 'queue' and current[2] == 'queue') then
    local number = redis.call('HGET', KEYS[16], 'number') or '0'
    redis.call('HDEL', KEYS[16], 'agent', 'until', 'wrap_until', 'cause', 'laid_until',
      'laid_lines')
    redis.call('ZREM', KEYS[18], c)
    redis.call('ZREM', KEYS[23], c)
    redis.call('ZREM', KEYS[19], c)
    if move.owner == 'queue' then
      -- Whom an agent leaves behind has waited since they first asked for people.
      if current[2] ~= 'agent' or redis.call('HEXISTS', KEYS[16], 'queued_at') == 0 then
        redis.call('HSET', KEYS[16], 'queued_at', move.at_ms)
      end
    else
      redis.call('DEL', KEYS[17])
      if move.owner == 'agent' then
        redis.call('HSET', KEYS[16], 'last_agent', move.agent)
      else
        redis.call('HDEL', KEYS[16], 'queued_at', 'step')
      end
    end
    if move.why then
      redis.call('XADD', KEYS[15], '*', 'kind', 'routed', 'c', c, 'at', order.at,
        'stage', move.stage, 'why', move.why, 'agent', move.agent, 'number', number, 'until', '')
    end
  end
end

if order.survey then
  redis.call('XADD', KEYS[15], '*', 'kind', 'rated', 'c', c, 'at', order.at, 'body', order.survey)
end

redis.call('ZADD', KEYS[14], order.at_ms, c)
redis.call('ZREMRANGEBYRANK', KEYS[14], 0, -1 - order.recent)
for place = 1, 4 do
  redis.call('EXPIRE', KEYS[place], order.lifetime)
end
redis.call('EXPIRE', KEYS[16], order.lifetime)
if queued then
  redis.call('PUBLISH', ARGV[2], c)
end
return {'ok', epoch}
