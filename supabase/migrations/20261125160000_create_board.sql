create function public.board_rows(p_account_id bigint, p_limit integer default 200)
returns table (
  conversation_id bigint, contact_name text, subject text, snippet text, status text, priority text, labels text[], category text, language text,
  inbox_id bigint, inbox_name text, assignee_id bigint, assignee_name text, tier_name text, tier_position integer, kind text,
  started_at timestamptz, warn_at timestamptz, due_at timestamptz, total bigint
)
language sql stable security invoker set search_path = '' as $$
  with waiting as (
    select distinct on (k.conversation_id) k.*
    from public.sla_clocks k
    where k.account_id = p_account_id and k.stopped_at is null and k.due_at is not null and k.paused_at is null
      and k.kind in ('first_response', 'next_response')
    order by k.conversation_id, k.due_at
  )
  select c.conversation_id, coalesce(p.name, ''), c.subject,
    coalesce((
      select left(m.content, 160) from public.messages m
      where m.account_id = c.account_id and m.conversation_id = c.conversation_id and m.direction = 'incoming' and not m.is_deleted
      order by m.created_at desc, m.message_id desc limit 1
    ), ''),
    c.status, c.priority, c.labels, c.category, c.language, c.inbox_id, coalesce(i.name, ''), c.assignee_id, a.name,
    w.tier_name, w.tier_position, w.kind, w.started_at, w.warn_at, w.due_at, count(*) over ()
  from waiting w
  join public.conversations c on c.account_id = w.account_id and c.conversation_id = w.conversation_id
  left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  left join public.inboxes i on i.account_id = c.account_id and i.inbox_id = c.inbox_id
  left join public.agents a on a.account_id = c.account_id and a.chatwoot_user_id = c.assignee_id
  where c.status = 'open' and c.deleted_at is null
  order by w.due_at, c.conversation_id
  limit least(p_limit, 500)
$$;
comment on function public.board_rows(bigint, integer) is
  'Open conversations whose customer waits for a promised answer, the most pressing promise of each, earliest due first. Row level security of the caller applies.';

create function public.handling_times(p_account_id bigint, p_sample integer default 2000)
returns table (median_ms double precision, p90_ms double precision, sample bigint)
language sql stable security invoker set search_path = '' as $$
  with replies as (
    select m.sender_id, m.created_at from public.messages m
    where m.account_id = p_account_id and m.direction = 'outgoing' and m.sender_kind = 'agent' and not m.is_private and not m.is_automated
    order by m.message_id desc
    limit least(p_sample, 5000)
  ),
  gaps as (
    select extract(epoch from r.created_at - lag(r.created_at) over (partition by r.sender_id order by r.created_at)) as seconds from replies r
  )
  select percentile_cont(0.5) within group (order by g.seconds) * 1000, percentile_cont(0.9) within group (order by g.seconds) * 1000, count(*)
  from gaps g where g.seconds between 20 and 1800
$$;
comment on function public.handling_times(bigint, integer) is
  'How long an answer takes: time between two replies of one person, within twenty seconds to half an hour (longer was no work on one answer).';

revoke execute on function public.board_rows, public.handling_times from public, anon;
grant execute on function public.board_rows, public.handling_times to authenticated, service_role;
