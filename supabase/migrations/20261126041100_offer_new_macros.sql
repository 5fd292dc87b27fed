create table private.offered_macros (
  account_id bigint not null references public.accounts (id) on delete cascade,
  shipped text not null,
  primary key (account_id, shipped)
);
comment on table private.offered_macros is 'Which of the macros that come with Pitwall an account was given; one that was removed does not come back.';
alter table private.offered_macros enable row level security;
insert into private.offered_macros (account_id, shipped)
select a.id, s.shipped from public.accounts a,
  unnest('{order_status,escalation,return_start,which_order,damaged_item,fitment,back_in_stock,close_kindly}'::text[]) as s (shipped)
where a.macros_offered_at is not null;

create or replace function public.offer_macros(p_account_id bigint, p_macros jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_last integer;
begin
  perform from public.accounts where id = p_account_id for update;
  -- What nobody changed becomes the later one, as a version that can be taken back; what was changed stays.
  update public.chatwoot_macros c set definition = m.definition, shipped = m.shipped
  from jsonb_to_recordset(p_macros) as m (definition jsonb, shipped text, replaces text)
  where c.account_id = p_account_id and c.shipped = m.replaces and c.version = 1
    and not exists (select from private.offered_macros o where o.account_id = p_account_id and o.shipped = m.shipped);
  -- What is new comes after what an account has put into an order of its own.
  select coalesce(max(position) + 1, 0) into v_last from public.chatwoot_macros where account_id = p_account_id;
  insert into public.chatwoot_macros (account_id, position, definition, shipped)
  select p_account_id, v_last + m.position, m.definition, m.shipped
  from jsonb_to_recordset(p_macros) as m (position integer, definition jsonb, shipped text, replaces text)
  where not exists (select from private.offered_macros o where o.account_id = p_account_id and o.shipped = m.shipped)
    -- Where the earlier one was removed, the later one does not come either.
    and (
      not exists (select from private.offered_macros o where o.account_id = p_account_id and o.shipped = m.replaces)
      or exists (select from public.chatwoot_macros c where c.account_id = p_account_id and c.shipped = m.replaces)
    )
  on conflict (account_id, shipped) do nothing;
  insert into private.offered_macros (account_id, shipped)
  select p_account_id, m ->> 'shipped' from jsonb_array_elements(p_macros) m
  on conflict do nothing;
  update public.accounts set macros_offered_at = now() where id = p_account_id and macros_offered_at is null;
end $$;
comment on function public.offer_macros(bigint, jsonb) is 'Gives an account the macros that come with Pitwall, each once: those of a later version too.';
