-- Note the last word on one topic of an account; an older word changes nothing.
--
-- KEYS: 1 accounts  hash  account and topic -> JSON {at_ms, ...}
-- ARGV: 1 field, 2 ms, 3 JSON
-- Returns 1, or 0 if a later word stands there.

local known = redis.call('HGET', KEYS[1], ARGV[1])
if known and cjson.decode(known).at_ms > tonumber(ARGV[2]) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
