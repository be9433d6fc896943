-- Keep one message's personal data: a value known in this conversation keeps its placeholder, a
-- new one gets the next number of its kind.
--
-- KEYS:
--   1 vault  hash  count:<KIND> -> last number; index:<fingerprint> -> placeholder;
--                  value:<placeholder> -> sealed value
-- ARGV: 1 lifetime ms, 2 JSON [{kind, sealed, fingerprints}, ...], the current key's fingerprint first
-- Returns the placeholders, in order.

local names = {}
for place, finding in ipairs(cjson.decode(ARGV[2])) do
  local name = false
  for _, fingerprint in ipairs(finding.fingerprints) do
    name = name or redis.call('HGET', KEYS[1], 'index:' .. fingerprint)
  end
  if not name then
    local number = redis.call('HINCRBY', KEYS[1], 'count:' .. finding.kind, 1)
    name = '[' .. finding.kind .. '_' .. number .. ']'
  end
  redis.call('HSET', KEYS[1], 'index:' .. finding.fingerprints[1], name,
    'value:' .. name, finding.sealed)
  names[place] = name
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return names
