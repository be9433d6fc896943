-- Count a conversation for a place, and no longer for the one it was counted for before.
--
-- KEYS, all under the tag of outages:
--   1 where:<c>        string  place
--   2 reports:<place>  zset    conversation -> ms of its report
--   3 places           zset    place -> ms of the last report
-- ARGV: 1 JSON {c, place, at, counts_for}, in ms, 2 what the keys of reports begin with (same tag)
-- Returns 1 | 0, where nothing is new

local order = cjson.decode(ARGV[1])
local before = redis.call('GET', KEYS[1])
local since = redis.call('ZSCORE', KEYS[2], order.c)
if since and tonumber(since) > order.at - order.counts_for then
  return 0
end
if before and before ~= order.place then
  redis.call('ZREM', ARGV[2] .. before, order.c)
end
-- Kept longer than they count, so that whoever asked hears of the end also after an idle day.
local kept = 2 * order.counts_for
redis.call('SET', KEYS[1], order.place, 'PX', kept)
redis.call('ZADD', KEYS[2], order.at, order.c)
redis.call('PEXPIRE', KEYS[2], kept)
redis.call('ZADD', KEYS[3], 'GT', order.at, order.place)
for _, key in ipairs({KEYS[2], KEYS[3]}) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', order.at - kept)
end
return 1
