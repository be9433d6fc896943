-- Lease the conversation of one partition whose mail has been due longest.
--
-- KEYS, all of one partition:
--   1 <box>:ready     zset  conversation -> due, ms; while leased: when the lease runs out
--   2 <box>:leases    hash  conversation -> token
--   3 <box>:attempts  hash  conversation -> tries since the last success
--   4 <box>:first     hash  conversation -> when its oldest unread line came, ms
-- ARGV: 1 token, 2 lease ms, 3 most items, 4 key prefix of <box>:items, 5 of <box>:bodies
-- The items' keys are of the same partition, hence of the same slot; their names are known only
-- once the conversation is.
-- Returns {conversation, attempt, body, ...} | {next due in ms, or -1 if there is no mail}

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
while true do
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  if not first[1] then
    return {-1}
  end
  local c, due = first[1], tonumber(first[2])
  if due > now then
    return {due - now}
  end
  local ids = redis.call('ZRANGE', ARGV[4] .. c, 0, tonumber(ARGV[3]) - 1)
  if #ids > 0 then
    redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), c)
    redis.call('HSET', KEYS[2], c, ARGV[1])
    redis.call('HDEL', KEYS[4], c)
    local answer = {c, redis.call('HINCRBY', KEYS[3], c, 1)}
    for _, id in ipairs(ids) do
      answer[#answer + 1] = redis.call('HGET', ARGV[5] .. c, id)
    end
    return answer
  end
  redis.call('ZREM', KEYS[1], c)
  redis.call('HDEL', KEYS[2], c)
  redis.call('HDEL', KEYS[3], c)
  redis.call('HDEL', KEYS[4], c)
end
