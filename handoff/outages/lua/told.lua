-- Return who heard of an outage and not of its end.
--
-- KEYS: 1 heard:<id>  hash  conversation -> 1 who also heard of the end, else 0
-- ARGV: 1 how many at most
-- Returns conversations

local found = {}
local heard = redis.call('HGETALL', KEYS[1])
for place = 1, #heard, 2 do
  if #found == tonumber(ARGV[1]) then
    break
  end
  if heard[place + 1] == '0' then
    found[#found + 1] = heard[place]
  end
end
return found
