create table public.model_calls (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  purpose text not null check (purpose in ('draft')),
  model text not null,
  input_tokens integer not null default 0 check (input_tokens >= 0),
  output_tokens integer not null default 0 check (output_tokens >= 0),
  cost_micros bigint not null default 0 check (cost_micros >= 0),
  outcome text not null check (outcome in ('used', 'rejected', 'failed')),
  took_ms integer not null check (took_ms >= 0),
  called_at timestamptz not null default now()
);
create index model_calls_by_day on public.model_calls (account_id, called_at);
comment on table public.model_calls is 'What each call of a language model cost. No prompt and no answer is kept.';
comment on column public.model_calls.cost_micros is 'Millionths of the currency of the price list in the environment; 0 without one.';
alter table public.model_calls enable row level security;
revoke all on public.model_calls from anon, authenticated;
grant select on public.model_calls to authenticated;
grant select, insert on public.model_calls to service_role;
create policy "admins read what their account spent" on public.model_calls for select to authenticated
  using ((select private.has_role(account_id, '{admin}')));

alter table public.accounts add column model_budget_tokens integer not null default 2000000 check (model_budget_tokens >= 0);
comment on column public.accounts.model_budget_tokens is 'Tokens a language model may use in a day; after that the local writer writes.';
grant update (model_budget_tokens) on public.accounts to authenticated;

create function public.model_tokens_since(p_account_id bigint, p_since timestamptz) returns bigint
language sql stable security definer set search_path = '' as $$
  select coalesce(sum(input_tokens + output_tokens), 0)::bigint from public.model_calls
  where account_id = p_account_id and called_at >= p_since
$$;
comment on function public.model_tokens_since(bigint, timestamptz) is 'How much of a day''s budget is spent.';
revoke execute on function public.model_tokens_since from public, anon, authenticated;
grant execute on function public.model_tokens_since to service_role;
