import { z } from 'zod'
import { Category } from './judgement.ts'

export const JudgeName = z.enum(['category', 'language', 'mood', 'frustration'])
export type JudgeName = z.infer<typeof JudgeName>

/** A share with its 95 % interval and how many it rests on. */
export const Measured = z.object({ share: z.number(), low: z.number(), high: z.number(), of: z.number().int() })
export type Measured = z.infer<typeof Measured>

const Meter = z.object({
  precision: Measured.nullable(),
  explicit: Measured.nullable(),
  coverage: Measured.nullable(),
  calibrationError: z.number().nullable(),
  bins: z.array(z.object({ from: z.number(), to: z.number(), confidence: z.number(), right: z.number().int(), of: z.number().int() })),
  confusion: z.array(z.object({ said: z.string(), truth: z.string(), count: z.number().int() })),
})
export type Meter = z.infer<typeof Meter>

export const JudgeSettings = z.object({
  targetPrecision: z.number().min(0.5).max(0.99),
  isActing: z.boolean(),
  /** Whether a language model is asked where it abstains. */
  asksModel: z.boolean().default(false),
})
export type JudgeSettings = z.infer<typeof JudgeSettings>

const JudgeModel = z.object({
  id: z.number().int(),
  version: z.string(),
  isActive: z.boolean(),
  /** False: learned on another seed model, so it can no longer be used. */
  isUsable: z.boolean(),
  labels: z.number().int(),
  heldOut: z.number().int(),
  rightBefore: z.number().int(),
  rightAfter: z.number().int(),
  trainedAt: z.number(),
})
/** With fewer labels a model learns habits of single people; with fewer held out, better is luck. */
export const LEAST_LABELS = 20
/** After so many new labels the category judge learns again by itself. */
export const LABELS_PER_LESSON = 40

/** `GET /judges/:accountId`: every judge with its meter, its bar and what it learned. */
export const JudgesOverview = z.object({
  judges: z.array(JudgeSettings.extend({
    name: JudgeName,
    version: z.string(),
    /** The confidence below which it abstains. */
    bar: z.number(),
    /** Whether the bar was measured on this account; else it is the model's own. */
    isBarOwn: z.boolean(),
    canAct: z.boolean(),
    /** Whether there is a model to ask. */
    canAskModel: z.boolean(),
    pausedAt: z.number().nullable(),
    meter: Meter,
  })),
  models: z.array(JudgeModel),
  /** Labels people gave since the active model was trained, and all of them. */
  labels: z.object({ fresh: z.number().int(), all: z.number().int() }),
  isTraining: z.boolean(),
})
export type JudgesOverview = z.infer<typeof JudgesOverview>

/** `POST /judges/:accountId/conversations/:conversationId/category`: what a person says it is about. */
export const Decision = z.object({ category: Category })
