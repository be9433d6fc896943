-- Find the message that a version of a post belongs to, and remember the version under it.
--
-- KEYS, all of one account: 1 the version itself, 2.. all its versions, oldest first
--   string JSON {"message", "conversation"}
-- ARGV: 1 JSON under which it stands if no version is known, 2 lifetime s
-- Returns the JSON under which the version stands.

local standing = redis.call('GET', KEYS[1])
for n = 2, #KEYS do
  standing = standing or redis.call('GET', KEYS[n])
end
standing = standing or ARGV[1]
for n = 1, #KEYS do
  redis.call('SET', KEYS[n], standing, 'NX', 'EX', ARGV[2])
end
return standing
