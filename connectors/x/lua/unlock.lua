-- Give a lock back, or hold it for longer, if it is still ours.
--
-- KEYS: 1 lock  string  owner
-- ARGV: 1 owner, 2 ms for which to hold it on (0: give it back)

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if ARGV[2] == '0' then
  return redis.call('DEL', KEYS[1])
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
