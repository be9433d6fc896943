-- Note a customer's post as what to reply to, unless a younger one is noted.
--
-- KEYS: 1 x-thread  hash  target, settings, summoned, stopped, greeted, offered
-- ARGV: 1 post or message id, 2 who may reply, 3 summoned 0/1, 4 stopped 0/1, 5 lifetime s
-- Ids are compared as text, because they exceed what a Lua number holds.

local function younger(a, b)
  if #a ~= #b then return #a > #b end
  return a > b
end

local known = redis.call('HGET', KEYS[1], 'target')
if not known or younger(ARGV[1], known) then
  redis.call('HSET', KEYS[1], 'target', ARGV[1], 'settings', ARGV[2], 'stopped', ARGV[4])
end
-- Once summoned is summoned: the same person's next post in the thread need not name us again.
if ARGV[3] == '1' then
  redis.call('HSET', KEYS[1], 'summoned', '1')
end
redis.call('EXPIRE', KEYS[1], ARGV[5])
return 0
