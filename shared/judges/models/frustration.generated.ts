import type { Packed } from '../packed.ts'

export const FRUSTRATION = {"version":"frustration-c941bccc","bias":-3.034,"weights":{"mood":2.704,"moodBefore":0.54,"again":1.535,"unanswered":1.105,"denied":1.173,"threat":0.7,"anger":0.806,"settled":-1.044,"capitals":1.223,"exclamation":0.596,"repeated":0.099,"chasing":0.21,"failedBefore":0.929,"failedOften":0.358,"agentRepeats":0.144,"turns":0.48,"waited":0.8}} satisfies Packed['frustration']
