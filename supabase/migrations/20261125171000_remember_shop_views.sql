create table public.shop_views (
  account_id bigint not null references public.accounts (id) on delete cascade,
  conversation_id bigint not null,
  asked text not null,
  view jsonb not null,
  as_of timestamptz not null,
  primary key (account_id, conversation_id)
);
create index shop_views_as_of on public.shop_views (as_of);
comment on table public.shop_views is
  'What the shop last said of who writes in a conversation: for the drafts that follow a view at once, and for when the shop is busy or down. Kept a day.';
comment on column public.shop_views.asked is 'Shop, address, number and orders asked for; an answer to another question counts for nothing.';
alter table public.shop_views enable row level security;
revoke all on public.shop_views from anon, authenticated;
grant select, insert, update, delete on public.shop_views to service_role;

create or replace function public.purge_history(p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  delete from public.webhook_events e
  where e.received_at < p_now - interval '30 days'
    and not exists (select from public.jobs j where j.done_at is null and (j.payload ->> 'eventId')::bigint = e.id);
  delete from public.jobs where done_at < p_now - interval '7 days';
  delete from public.shop_views where as_of < p_now - interval '1 day';
$$;
comment on function public.purge_history(timestamptz) is
  'Forgets deliveries after 30 days, finished jobs after 7 and views of the shop after one; dead jobs keep their event.';
