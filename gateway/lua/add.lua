-- Take one customer message in, once: into the inbox, the transcript and the feed, in one step.
--
-- KEYS, all of one conversation's partition:
--   1 seen         string  this message id was taken in before
--   2 in:items     zset    message id -> order
--   3 in:bodies    hash    message id -> JSON message
--   4 in:ready     zset    conversation -> due, ms
--   5 in:first     hash    conversation -> when its oldest unread line came, ms
--   6 in:leases    hash    conversation -> token
--   7 transcript   list    JSON lines
--   8 recent       zset    conversation -> ms
--   9 feed         stream  what happens
-- ARGV: 1 conversation, 2 message id, 3 order (ms of the platform), 4 JSON message, 5 JSON line,
--       6 window ms, 7 longest wait ms, 8 seen lifetime s, 9 conversation lifetime s, 10 at,
--       11 wake channel
-- Returns 1 if it is new, 0 if its id was seen before.

local c, id = ARGV[1], ARGV[2]
if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[8]) then
  return 0
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

redis.call('ZADD', KEYS[2], ARGV[3], id)
redis.call('HSET', KEYS[3], id, ARGV[4])

-- Platforms tell things late: the transcript has what nobody has answered yet in the turn's order.
local place = redis.call('ZRANK', KEYS[2], id)
local following = redis.call('ZRANGE', KEYS[2], place + 1, place + 1)[1]
local lines = following and redis.call('LRANGE', KEYS[7], 0, -1) or {}
local before
for back = #lines, 1, -1 do
  if cjson.decode(lines[back]).id == following then
    before = lines[back]
    break
  end
end
if before then
  redis.call('LINSERT', KEYS[7], 'BEFORE', before, ARGV[5])
else
  redis.call('RPUSH', KEYS[7], ARGV[5])
end
redis.call('EXPIRE', KEYS[7], ARGV[9])
redis.call('XADD', KEYS[9], '*', 'kind', 'said', 'c', c, 'at', ARGV[10], 'body', ARGV[5])
redis.call('ZADD', KEYS[8], now, c)

-- Lines in quick succession are one turn: each puts the turn off a little, up to a limit. While a
-- worker holds the lease, its release looks at what is left.
if not redis.call('HGET', KEYS[6], c) then
  redis.call('HSETNX', KEYS[5], c, now)
  local latest = tonumber(redis.call('HGET', KEYS[5], c)) + tonumber(ARGV[7])
  redis.call('ZADD', KEYS[4], math.min(now + tonumber(ARGV[6]), latest), c)
end
redis.call('PUBLISH', ARGV[11], c)
return 1
