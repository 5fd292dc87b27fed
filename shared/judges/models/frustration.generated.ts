import type { Packed } from '../packed.ts'

export const FRUSTRATION = {"version":"frustration-5649b44f","bias":-3.086,"weights":{"mood":2.775,"moodBefore":0.529,"again":1.433,"unanswered":1.03,"denied":1.179,"threat":0.779,"anger":0.843,"settled":-0.935,"capitals":1.166,"exclamation":0.616,"repeated":0.091,"chasing":0.202,"failedBefore":0.866,"failedOften":0.35,"agentRepeats":0.183,"turns":0.445,"waited":0.8}} satisfies Packed['frustration']
