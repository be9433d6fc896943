-- Put an outage in the place of what it was, if it still is that.
--
-- KEYS, all under the tag of outages:
--   1 bodies   hash  id -> JSON
--   2 running  hash  place -> id
--   3 open     zset  id -> ms of approval
-- ARGV: 1 JSON {id, place, settled}, 2 what it was, 3 what it is from now on: over
-- Returns 1 | 0, where it has changed meanwhile

local order = cjson.decode(ARGV[1])
if redis.call('HGET', KEYS[1], order.id) ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], order.id, ARGV[3])
if redis.call('HGET', KEYS[2], order.place) == order.id then
  redis.call('HDEL', KEYS[2], order.place)
end
if order.settled then
  redis.call('ZREM', KEYS[3], order.id)
end
return 1
