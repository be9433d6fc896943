-- Return who told of trouble at a place within a time and has not heard of its outage.
--
-- KEYS, all under the tag of outages:
--   1 reports:<place>  zset  conversation -> ms
--   2 heard:<id>       hash  conversation -> 1 who also heard of the end, else 0
-- ARGV: 1 first ms, 2 last ms or +inf, 3 how many at most
-- Returns conversations, the first to report first

local found = {}
for _, c in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], ARGV[2])) do
  if #found == tonumber(ARGV[3]) then
    break
  end
  if redis.call('HEXISTS', KEYS[2], c) == 0 then
    found[#found + 1] = c
  end
end
return found
