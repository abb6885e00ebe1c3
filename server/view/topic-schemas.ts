/** What is said and found topic by topic (MED-9), and the exhibits that show it. */
import { STANDS, TOPICS } from '@fairhold/domain/topics';
import { z } from 'zod';

export const Side = z.enum(['client', 'freelancer', 'platform']);
export const Topic = z.enum(TOPICS);
export const ShownBy = z
  .array(z.object({ n: z.int(), title: z.string(), by: z.string(), side: Side }))
  .optional()
  .describe('Exhibits that show it, by their numbers');
export const OnTopic = z.object({ topic: Topic, title: z.string(), text: z.string() });
export const TopicFinding = OnTopic.extend({ stand: z.enum(STANDS).optional(), standWords: z.string().optional(), shownBy: ShownBy });
/** The topics by which a case is read, in their order, and what requirements and the chosen reasons are about. */
export const CaseTopics = {
  topics: z
    .array(z.object({ id: Topic, title: z.string(), about: z.string() }))
    .describe('The topics by which a case is read, in their order (MED-9)'),
  topicOf: z
    .object({ requirements: Topic, request: Topic.optional(), claim: Topic.optional() })
    .describe('What requirements and the chosen reasons are about'),
};
