-- Name the conversations of one partition in which something has happened since an entry.
--
-- KEYS:
--   1 feed  stream  what happens
-- ARGV: 1 the id of the last entry that is known, '' for none, 2 how many entries at most
-- Returns {'whole', id up to which it was read, more (0 or 1), c, '1' or '0', ...}: '1' if hands, an
-- offer, the packet or the next step may have changed | {'lost', newest id}: what lies between is not known any more

local MOVED = { held = '1', routed = '1', forgotten = '1', edited = '1', erased = '1', noted = '1', said = '0' }
local known = ARGV[1]
if redis.call('EXISTS', KEYS[1]) == 0 then
  local nothing_yet = known == '' or known == '0-0'
  return { nothing_yet and 'whole' or 'lost', '0-0', 0 }
end
local info = redis.call('XINFO', 'STREAM', KEYS[1])
local newest
for place = 1, #info, 2 do
  if info[place] == 'last-generated-id' then
    newest = info[place + 1]
  end
end
if known == '' or known == newest then
  return { 'whole', newest, 0 }
end
-- The entry that was read last is still there: then so is all that came after it. Another history,
-- after a Redis that has forgotten something, does not have it.
if #redis.call('XRANGE', KEYS[1], known, known) == 0 then
  return { 'lost', newest }
end
local entries = redis.call('XRANGE', KEYS[1], '(' .. known, '+', 'COUNT', ARGV[2])
local last = #entries > 0 and entries[#entries][1] or newest
local found = { 'whole', last, #entries == tonumber(ARGV[2]) and 1 or 0 }
for _, entry in ipairs(entries) do
  local kind, c
  for place = 1, #entry[2], 2 do
    if entry[2][place] == 'kind' then
      kind = entry[2][place + 1]
    elseif entry[2][place] == 'c' then
      c = entry[2][place + 1]
    end
  end
  if c and MOVED[kind] then
    found[#found + 1] = c
    found[#found + 1] = MOVED[kind]
  end
end
return found
