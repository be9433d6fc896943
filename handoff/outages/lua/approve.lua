-- Begin an outage, unless one runs at its place.
--
-- KEYS, all under the tag of outages:
--   1 running  hash  place -> id
--   2 bodies   hash  id -> JSON
--   3 known    zset  id -> ms of approval
--   4 open     zset  id -> ms of approval
-- ARGV: 1 JSON {id, place, at, kept}, 2 the outage as JSON
-- Returns the JSON of the outage that runs there now

local order = cjson.decode(ARGV[1])
local there = redis.call('HGET', KEYS[1], order.place)
if there then
  return redis.call('HGET', KEYS[2], there)
end
redis.call('HSET', KEYS[1], order.place, order.id)
redis.call('HSET', KEYS[2], order.id, ARGV[2])
redis.call('ZADD', KEYS[3], order.at, order.id)
redis.call('ZADD', KEYS[4], order.at, order.id)
for _, old in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1 - order.kept)) do
  if not redis.call('ZSCORE', KEYS[4], old) then
    redis.call('ZREM', KEYS[3], old)
    redis.call('HDEL', KEYS[2], old)
  end
end
return ARGV[2]
