-- Renew a lease, or give it back; what is left in the box is due again after a while.
--
-- KEYS, all of one conversation's partition:
--   1 <box>:leases  hash  conversation -> token
--   2 <box>:ready   zset  conversation -> due, ms
--   3 <box>:items   zset  item -> order
--   4 <box>:attempts  hash  conversation -> tries since the last success
-- ARGV: 1 conversation, 2 token, 3 ms, 4 'renew', 'release', or 'untried': a release after which
--       this attempt does not count
-- Returns 1 (2 if mail is left), or 0 if the lease is lost.

local c = ARGV[1]
if redis.call('HGET', KEYS[1], c) ~= ARGV[2] then
  return 0
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
if ARGV[4] == 'renew' then
  redis.call('ZADD', KEYS[2], now + tonumber(ARGV[3]), c)
  return 1
end
redis.call('HDEL', KEYS[1], c)
if ARGV[4] == 'untried' then
  redis.call('HINCRBY', KEYS[4], c, -1)
end
if redis.call('ZCARD', KEYS[3]) > 0 then
  redis.call('ZADD', KEYS[2], now + tonumber(ARGV[3]), c)
  return 2
end
redis.call('ZREM', KEYS[2], c)
redis.call('HDEL', KEYS[4], c)
return 1
