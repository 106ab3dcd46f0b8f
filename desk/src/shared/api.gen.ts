/* Made by `make types` from the service's OpenAPI document; not edited by hand. */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** AccessNumberView */
    AccessNumberView: {
      /** Number */
      number: string;
      name: components["schemas"]["Words"];
    };
    /** AgentBody */
    AgentBody: {
      /**
       * User Id
       * Format: uuid
       */
      user_id: string;
      /** Staff No */
      staff_no: string;
      /** Grade */
      grade: number;
      /** Group */
      group: string;
      /** Skills */
      skills?: {
        [key: string]: number;
      };
      /** Capacity */
      capacity: {
        [key: string]: number;
      };
    };
    /** AgentStateBody */
    AgentStateBody: {
      /**
       * State
       * @enum {string}
       */
      state: "ready" | "not-ready" | "signed-off";
      /**
       * Reason
       * @default
       */
      reason: string;
    };
    /**
     * AgentView
     * @description An agent: `seat` is the browser tab that holds them, `set_by` who chose their state.
     */
    AgentView: {
      /** Id */
      id: string;
      /** Staff No */
      staff_no: string;
      /** Name */
      name: string;
      /** Grade */
      grade: number;
      /** Group */
      group: string;
      /** Skills */
      skills: components["schemas"]["SkillView"][];
      /** Capacity */
      capacity: {
        [key: string]: number;
      };
      /** Profile Version */
      profile_version: number;
      state: components["schemas"]["State"];
      /** Reason */
      reason: string | null;
      /** Since */
      since: string;
      next_state: components["schemas"]["State"] | null;
      /** Next Reason */
      next_reason: string | null;
      /** Contact Id */
      contact_id: string | null;
      /** Seat */
      seat: string | null;
      /** Signed On At */
      signed_on_at: string | null;
      /** Is Connected */
      is_connected: boolean;
      /** Set By */
      set_by: string | null;
      /** Version */
      version: number;
    };
    /**
     * AppliedView
     * @description The number of the entitlement table that was saved.
     */
    AppliedView: {
      /** Version */
      version: number;
    };
    /**
     * ApplyBody
     * @description `version`: of the table the scenario was made from; without it, the newest is changed.
     */
    ApplyBody: {
      /**
       * Note
       * @default
       */
      note: string;
      /** Version */
      version?: number | null;
    };
    /**
     * AuditView
     * @description Who did what; `actor_login` is empty for what the centre did by itself.
     */
    AuditView: {
      /** Id */
      id: number;
      /** At */
      at: string;
      /** Actor Id */
      actor_id: string | null;
      /** Actor Login */
      actor_login: string;
      /** Action */
      action: string;
      /** Target */
      target: string;
      /** Detail */
      detail: {
        [key: string]: unknown;
      };
      /** Address */
      address: string;
    };
    /** BacktestView */
    BacktestView: {
      /** First */
      first: string;
      /** Last */
      last: string;
      /** Days */
      days: number;
      /** From */
      from: string;
      /** Until */
      until: string;
      /** Calls */
      calls: number;
      /** Wape */
      wape: number;
      /** Naive */
      naive: number;
      /** Four Weeks */
      four_weeks: number;
      /** Bias */
      bias: number;
      /** Covered */
      covered: number;
    };
    /**
     * Beat
     * @description Said when nothing else is, so that a desk knows a dead connection.
     */
    Beat: {
      /**
       * Type
       * @constant
       */
      type: "beat";
      /**
       * Now
       * Format: date-time
       */
      now: string;
    };
    /** BroughtView */
    BroughtView: {
      /** Days */
      days: number;
      /** First */
      first: string;
      /** Last */
      last: string;
    };
    /**
     * CallView
     * @description Where a call is now; all of it comes over the live feed, masked by role.
     */
    CallView: {
      /** Id */
      id: string;
      stage: components["schemas"]["Stage"];
      /** Version */
      version: number;
    };
    /** CallerBody */
    CallerBody: {
      /** Caller Id */
      caller_id?: string | null;
    };
    /** CancelBody */
    CancelBody: {
      /** Reason */
      reason: string;
    };
    /** ChangeBody */
    ChangeBody: {
      /** Version */
      version: number;
      /** Name */
      name?: string | null;
      /** Company */
      company?: string | null;
      /** Region */
      region?: string | null;
      /** Language */
      language?: ("zh-CN" | "en") | null;
      /** Birth Year */
      birth_year?: number | null;
      /** Note */
      note?: string | null;
      preferences?: components["schemas"]["PreferencesSpec"] | null;
      /**
       * @default {
       *       "add": [],
       *       "remove": []
       *     }
       */
      identities: components["schemas"]["IdentitiesBody"];
    };
    /**
     * Channel
     * @enum {string}
     */
    Channel: "voice" | "video" | "chat" | "email" | "sms" | "fax";
    /** ClassBoard */
    ClassBoard: {
      /** Class */
      class: string;
      /** Service Kind */
      service_kind: string;
      /** Channel */
      channel: string;
      /** Figures */
      figures: components["schemas"]["FigureView"][];
      /** Last Half Hour */
      last_half_hour: components["schemas"]["FigureView"][];
    };
    /**
     * ComplaintClocksSpec
     * @description Within what time a complaint is acknowledged, answered, and followed up after its answer.
     */
    ComplaintClocksSpec: {
      /** Acknowledge Ms */
      acknowledge_ms: number;
      /** Answer Ms */
      answer_ms: number;
      /** Follow Up Ms */
      follow_up_ms: number;
    };
    /**
     * ContactDetail
     * @description One contact; `parts` is what the agents before the last one noted of theirs.
     */
    ContactDetail: {
      contact: components["schemas"]["ContactRow"];
      /** Events */
      events: components["schemas"]["EventView"][];
      disposition: components["schemas"]["DispositionView"] | null;
      /** Parts */
      parts: components["schemas"]["DispositionView"][];
      recording: components["schemas"]["RecordingView"] | null;
    };
    /**
     * ContactRow
     * @description A contact as lists show it; `disposition` is the code of what it came to.
     */
    ContactRow: {
      /** Arrived At */
      arrived_at: string;
      /** Queued At */
      queued_at: string | null;
      /** Offered At */
      offered_at: string | null;
      /** Answered At */
      answered_at: string | null;
      /** Held Since */
      held_since: string | null;
      /** Ended At */
      ended_at: string | null;
      /** Wrapped At */
      wrapped_at: string | null;
      /** Wrap Due At */
      wrap_due_at: string | null;
      /** Callback Asked At */
      callback_asked_at: string | null;
      /** Callback Due At */
      callback_due_at: string | null;
      /** Id */
      id: string;
      channel: components["schemas"]["Channel"];
      direction: components["schemas"]["Direction"];
      stage: components["schemas"]["Stage"];
      /** Customer Id */
      customer_id: string | null;
      /** Customer Name */
      customer_name: string;
      /** Remote */
      remote: string;
      /** Access Number */
      access_number: string;
      /** Tier */
      tier: string;
      /** Service Kind */
      service_kind: string;
      /** Agent Id */
      agent_id: string | null;
      /** Menu Path */
      menu_path: components["schemas"]["MenuStepView"][];
      /** Target Ms */
      target_ms: number | null;
      outcome: components["schemas"]["Outcome"];
      /** Transfer */
      transfer: string;
      /** Callback Attempts */
      callback_attempts: number;
      /** Version */
      version: number;
      tier_name: components["schemas"]["Words"] | null;
      /** Agent Name */
      agent_name: string | null;
      /** Disposition */
      disposition: string | null;
      /** Recording */
      recording: string | null;
    };
    /**
     * ContactView
     * @description A contact; `callback_asked_at`: the customer keeps the place and is called back.
     */
    ContactView: {
      /** Arrived At */
      arrived_at: string;
      /** Queued At */
      queued_at: string | null;
      /** Offered At */
      offered_at: string | null;
      /** Answered At */
      answered_at: string | null;
      /** Held Since */
      held_since: string | null;
      /** Ended At */
      ended_at: string | null;
      /** Wrapped At */
      wrapped_at: string | null;
      /** Wrap Due At */
      wrap_due_at: string | null;
      /** Callback Asked At */
      callback_asked_at: string | null;
      /** Callback Due At */
      callback_due_at: string | null;
      /** Id */
      id: string;
      channel: components["schemas"]["Channel"];
      direction: components["schemas"]["Direction"];
      stage: components["schemas"]["Stage"];
      /** Customer Id */
      customer_id: string | null;
      /** Customer Name */
      customer_name: string;
      /** Remote */
      remote: string;
      /** Access Number */
      access_number: string;
      /** Tier */
      tier: string;
      /** Service Kind */
      service_kind: string;
      /** Agent Id */
      agent_id: string | null;
      /** Menu Path */
      menu_path: components["schemas"]["MenuStepView"][];
      /** Target Ms */
      target_ms: number | null;
      outcome: components["schemas"]["Outcome"];
      /** Transfer */
      transfer: string;
      /** Callback Attempts */
      callback_attempts: number;
      /** Version */
      version: number;
    };
    /**
     * CustomerRow
     * @description A line of a list; `phone` is the first number.
     */
    CustomerRow: {
      /** Id */
      id: string;
      /** Name */
      name: string;
      /** Name Pinyin */
      name_pinyin: string;
      /** Kind */
      kind: string;
      /** Company */
      company: string;
      /** Region */
      region: string;
      /** Phone */
      phone: string | null;
      tier: components["schemas"]["TierView"] | null;
    };
    /**
     * CustomerView
     * @description A customer with the tier, if there is one yet.
     */
    CustomerView: {
      /** Id */
      id: string;
      /** Name */
      name: string;
      /** Name Pinyin */
      name_pinyin: string;
      /** Kind */
      kind: string;
      /** Company */
      company: string;
      /** Region */
      region: string;
      /** Language */
      language: string;
      /** Birth Year */
      birth_year: number | null;
      /** Since */
      since: string | null;
      preferences: components["schemas"]["PreferencesSpec"];
      /** Note */
      note: string;
      /** Identities */
      identities: components["schemas"]["IdentityView"][];
      /** Products */
      products: components["schemas"]["ProductView"][];
      /** Version */
      version: number;
      tier: components["schemas"]["TierView"] | null;
    };
    /**
     * DayView
     * @description Calls of a day to come by half-hour; `behind`: the same weekday before, newest first.
     */
    DayView: {
      /** Day */
      day: string;
      /** Calls */
      calls: number[];
      /** Low */
      low: number[];
      /** High */
      high: number[];
      /** Total */
      total: number;
      /** Total Low */
      total_low: number;
      /** Total High */
      total_high: number;
      /** Behind */
      behind: components["schemas"]["PastDay"][];
    };
    /** DecisionView */
    DecisionView: {
      /** Number */
      number: number;
      /**
       * At
       * Format: date-time
       */
      at: string;
      kind: components["schemas"]["Reason"];
      /** Agent Id */
      agent_id: string;
      /** Agent Name */
      agent_name: string;
      /** Class */
      class: string;
      /** Waited Ms */
      waited_ms: number;
      /** Score */
      score: number;
      /** Rank */
      rank: number;
      runner_up: components["schemas"]["RunnerUp"] | null;
      /** Beta */
      beta: number;
      policy: components["schemas"]["Policy"];
      /** Plan Version */
      plan_version: number;
      /** Steering */
      steering: number;
      /** Digest */
      digest: string;
    };
    /**
     * Decisions
     * @description `betas` by the number of the steering that a decision stood on, then by class.
     */
    Decisions: {
      request: components["schemas"]["RequestView"];
      /** Decisions */
      decisions: components["schemas"]["DecisionView"][];
      /** Betas */
      betas: {
        [key: string]: {
          [key: string]: number;
        };
      };
    };
    /**
     * DemoCaller
     * @description A demo customer one may call as.
     */
    DemoCaller: {
      /**
       * Id
       * Format: uuid
       */
      id: string;
      /** Name */
      name: string;
      /** Number */
      number: string;
      /** Tier */
      tier: string;
      tier_name: components["schemas"]["Words"];
    };
    /**
     * DemoLoginView
     * @description A user of the demo, with the password that everybody may know.
     */
    DemoLoginView: {
      /** Login */
      login: string;
      /** Password */
      password: string;
      /** Name */
      name: string;
      /** Role */
      role: string;
    };
    /**
     * Direction
     * @enum {string}
     */
    Direction: "in" | "out";
    /**
     * DispositionBody
     * @description The note's own limit stands in `dispositions`, with an error of its own.
     */
    DispositionBody: {
      /** Code */
      code: string;
      /** Is Solved */
      is_solved?: boolean | null;
      /** Caller State */
      caller_state?: string | null;
      /**
       * Note
       * @default
       */
      note: string;
    };
    /**
     * DispositionSpec
     * @description A result of a contact. Only a leaf can be chosen; the tree is at most three levels deep.
     */
    DispositionSpec: {
      /** Code */
      code: string;
      name: components["schemas"]["Words"];
      /**
       * Children
       * @default []
       */
      children: components["schemas"]["DispositionSpec"][];
    };
    /**
     * DispositionView
     * @description What one agent noted of their part of a contact.
     */
    DispositionView: {
      /** Code */
      code: string;
      /** Is Solved */
      is_solved: boolean | null;
      /** Caller State */
      caller_state: string;
      /** Note */
      note: string;
      /** Agent Id */
      agent_id: string;
      /**
       * At
       * Format: date-time
       */
      at: string;
    };
    /**
     * Entities
     * @description Everything live that a desk may see; a kind of which there is nothing is left out.
     */
    Entities: {
      /** Agent */
      agent?: components["schemas"]["AgentView"][];
      /** Contact */
      contact?: components["schemas"]["ContactView"][];
      /** Queue */
      queue?: components["schemas"]["QueueView"][];
      /** Supervision */
      supervision?: components["schemas"]["SupervisionView"][];
    };
    /**
     * EntitlementRow
     * @description What a tier is promised; `*` rows are the default of the tier, narrower rows change them.
     *
     *     From general to narrow: (*, *), (*, channel), (kind, *), (kind, channel). A narrower row says
     *     only what differs.
     */
    EntitlementRow: {
      /** Tier */
      tier: string;
      /**
       * Service Kind
       * @default *
       */
      service_kind: string | "*";
      /**
       * Channel
       * @default *
       */
      channel: string | "*";
      /** Target Share */
      target_share?: number | null;
      /** Within Ms */
      within_ms?: number | null;
      /** Abandon Cap */
      abandon_cap?: number | null;
      /** Reserve */
      reserve?: number | null;
      /** Steps */
      steps?: components["schemas"]["StepSpec"][] | null;
      /** Greeting */
      greeting?: string | null;
      /** Menu */
      menu?: string | null;
      /** Callback Ms */
      callback_ms?: number | null;
      complaint?: components["schemas"]["ComplaintClocksSpec"] | null;
      /** Max Wait Ms */
      max_wait_ms?: number | null;
      /** Last Agent Ms */
      last_agent_ms?: number | null;
      /** Wrap Up Ms */
      wrap_up_ms?: number | null;
    };
    /**
     * EntitlementsBody
     * @description `version` is the one that was read.
     */
    EntitlementsBody: {
      /** Rows */
      rows: components["schemas"]["EntitlementRow"][];
      /** Version */
      version: number;
      /**
       * Note
       * @default
       */
      note: string;
    };
    /**
     * EntitlementsView
     * @description The entitlement table; a row says only what differs from wider rows.
     */
    EntitlementsView: {
      /** Version */
      version: number;
      /** At */
      at: string;
      /** By */
      by: string;
      /** Note */
      note: string;
      /** Rows */
      rows: components["schemas"]["EntitlementRow"][];
    };
    /**
     * ErlangBody
     * @description Without `agents`, or as model `staff`: how many a `target` takes. Times in seconds.
     */
    ErlangBody: {
      /**
       * Model
       * @enum {string}
       */
      model: "b" | "c" | "a" | "staff";
      /** Rate */
      rate: number;
      /** Aht */
      aht: number;
      /** Agents */
      agents?: number | null;
      /** Patience */
      patience?: number | null;
      /** Within */
      within?: number | null;
      /** Target */
      target?: number | null;
    };
    /**
     * ErlangView
     * @description The measures of a model with its formula in words; `load` in erlangs, `asa` in seconds.
     */
    ErlangView: {
      /**
       * Model
       * @enum {string}
       */
      model: "b" | "c" | "a";
      /** Agents */
      agents: number;
      /** Load */
      load: number;
      /** P Wait */
      p_wait: number;
      /** P Abandon */
      p_abandon: number;
      /** Sl */
      sl: number;
      /** Asa */
      asa: number;
      /** Occupancy */
      occupancy: number;
      /** P Block */
      p_block: number;
      /** Formula */
      formula: string;
    };
    /**
     * EstimateView
     * @description A mean over the replications, and half of its 95 % interval; null where nothing came.
     */
    EstimateView: {
      /** Mean */
      mean: number | null;
      /** Half Width */
      half_width: number | null;
    };
    /**
     * EventView
     * @description What happened to a contact; `seq` counts from 1 within it.
     */
    EventView: {
      /** Seq */
      seq: number;
      /** At */
      at: string;
      /** Kind */
      kind: string;
      /** Agent Id */
      agent_id: string | null;
      /** Detail */
      detail: {
        [key: string]: unknown;
      };
    };
    /**
     * FactMessage
     * @description A fact as desks hear it; a body of null: the entity is gone, or is theirs no more.
     */
    FactMessage: {
      /**
       * Type
       * @constant
       */
      type: "fact";
      /** Topic */
      topic: string;
      /** Entity */
      entity: string;
      /** Id */
      id: string;
      /** Version */
      version: number;
      /** Body */
      body: unknown;
      /**
       * At
       * Format: date-time
       */
      at: string;
    };
    /**
     * FigureSpec
     * @description How a figure becomes points: straight lines between (value, points), flat beyond the ends.
     */
    FigureSpec: {
      name: components["schemas"]["Words"];
      /**
       * Weight
       * @default 1
       */
      weight: number;
      /** Points */
      points: [number, number][];
      /**
       * Missing
       * @default 0
       */
      missing: number;
    };
    /**
     * FigureView
     * @description A figure with its formula in words; `target` is the promised share, if one is.
     */
    FigureView: {
      /** Code */
      code: string;
      /** Unit */
      unit: string;
      name: components["schemas"]["Words"];
      formula: components["schemas"]["Words"];
      /** Value */
      value: number | null;
      /** Target */
      target: number | null;
      /** Numerator */
      numerator: number;
      /** Denominator */
      denominator: number;
    };
    /**
     * ForecastView
     * @description The days to come, how well the last ones were foretold, and each figure's formula.
     */
    ForecastView: {
      /** Days */
      days: components["schemas"]["DayView"][];
      /** Unusual */
      unusual: components["schemas"]["UnusualDay"][];
      /** Interval Assumed */
      interval_assumed: boolean;
      backtest: components["schemas"]["BacktestView"] | null;
      history: components["schemas"]["HistoryView"];
      /** Formulas */
      formulas: {
        [key: string]: string;
      };
    };
    /** ForgottenView */
    ForgottenView: {
      /** Days */
      days: number;
    };
    /** HTTPValidationError */
    HTTPValidationError: {
      /** Detail */
      detail?: components["schemas"]["ValidationError"][];
    };
    /**
     * HalfHour
     * @description What came in the half hour that begins `at`.
     */
    HalfHour: {
      /**
       * At
       * Format: date-time
       */
      at: string;
      /** Offered */
      offered: number;
      /** Answered */
      answered: number;
      /** Abandoned */
      abandoned: number;
      /** Service Level */
      service_level: number | null;
    };
    /**
     * Hello
     * @description The first message: a fresh view, instead of all that was known.
     */
    Hello: {
      /**
       * Type
       * @constant
       */
      type: "hello";
      entities: components["schemas"]["Entities"];
      /**
       * Now
       * Format: date-time
       */
      now: string;
    };
    /**
     * HistoryBody
     * @description A CSV file `begin,calls`; `file` is what its mistakes are told under.
     */
    HistoryBody: {
      /**
       * File
       * @default calls.csv
       */
      file: string;
      /** Text */
      text: string;
    };
    /**
     * HistoryView
     * @description How many days are known, and how many of them were brought in a file.
     */
    HistoryView: {
      /** First */
      first: string | null;
      /** Days */
      days: number;
      /** Brought */
      brought: number;
    };
    /** IdentitiesBody */
    IdentitiesBody: {
      /**
       * Add
       * @default []
       */
      add: components["schemas"]["IdentityBody"][];
      /**
       * Remove
       * @default []
       */
      remove: number[];
    };
    /** IdentityBody */
    IdentityBody: {
      kind: components["schemas"]["IdentityKind"];
      /** Value */
      value: string;
      /**
       * Label
       * @default
       */
      label: string;
      /**
       * Is Confirmed
       * @default false
       */
      is_confirmed: boolean;
    };
    /**
     * IdentityKind
     * @enum {string}
     */
    IdentityKind: "phone" | "email" | "account";
    /** IdentityView */
    IdentityView: {
      kind: components["schemas"]["IdentityKind"];
      /** Value */
      value: string;
      /** Label */
      label: string;
      /** Confirmed At */
      confirmed_at: string | null;
    };
    /**
     * InputSpec
     * @description Contribution, loyalty or credit: its weight in the score and the figures that make it.
     */
    InputSpec: {
      /** Weight */
      weight: number;
      /** Figures */
      figures: {
        [key: string]: components["schemas"]["FigureSpec"];
      };
    };
    /**
     * JobKind
     * @enum {string}
     */
    JobKind: "what-if" | "staff";
    /**
     * JobState
     * @enum {string}
     */
    JobState: "queued" | "running" | "done" | "failed" | "cancelled";
    /**
     * JobView
     * @description A job; `progress` is a share, null as long as nobody knows; `phase` says what is done.
     */
    JobView: {
      /** Job */
      job: string;
      kind: components["schemas"]["JobKind"];
      state: components["schemas"]["JobState"];
      /** Progress */
      progress: number | null;
      /** Phase */
      phase: string | null;
      /** Agents */
      agents: number | null;
      /** Result */
      result:
        | components["schemas"]["StaffedView"]
        | components["schemas"]["UnstaffedView"]
        | components["schemas"]["RunView"]
        | null;
      error: components["schemas"]["RefusalView"] | null;
    };
    /** KeysBody */
    KeysBody: {
      /** Keys */
      keys: string;
    };
    /**
     * Label
     * @description The words of a key, as they were when it was pressed.
     */
    Label: {
      /** Zh */
      zh: string;
      /** En */
      en: string;
    };
    /** MenuStepView */
    MenuStepView: {
      /** Menu */
      menu: string;
      /** Key */
      key: string;
      label: components["schemas"]["Label"];
      /** At */
      at: string;
    };
    /**
     * Mode
     * @description What a supervisor does at a call: hears it, speaks to the agent, to both, or has it.
     * @enum {string}
     */
    Mode: "listen" | "whisper" | "barge" | "take-over";
    /**
     * NamedSpec
     * @description An agent group or a skill.
     */
    NamedSpec: {
      /** Code */
      code: string;
      name: components["schemas"]["Words"];
    };
    /** NewCustomerBody */
    NewCustomerBody: {
      /** Name */
      name: string;
      /**
       * Kind
       * @default person
       * @enum {string}
       */
      kind: "person" | "company" | "colleague";
      /**
       * Company
       * @default
       */
      company: string;
      /**
       * Region
       * @default
       */
      region: string;
      /**
       * Language
       * @default zh-CN
       * @enum {string}
       */
      language: "zh-CN" | "en";
      /** Birth Year */
      birth_year?: number | null;
      /**
       * @default {
       *       "address_as": "",
       *       "call_time": "",
       *       "agent": "",
       *       "do_not_call": false,
       *       "do_not_sms": false,
       *       "do_not_email": false,
       *       "do_not_survey": false,
       *       "is_elderly": false,
       *       "notes": []
       *     }
       */
      preferences: components["schemas"]["PreferencesSpec"];
      /**
       * Note
       * @default
       */
      note: string;
      /**
       * Phones
       * @default []
       */
      phones: string[];
      /**
       * Emails
       * @default []
       */
      emails: string[];
      /**
       * Accounts
       * @default []
       */
      accounts: string[];
      /**
       * Products
       * @default []
       */
      products: components["schemas"]["ProductSpec"][];
    };
    /** NewUserBody */
    NewUserBody: {
      /** Login */
      login: string;
      /** Name */
      name: string;
      /** Password */
      password: string;
      /** Roles */
      roles: components["schemas"]["Role"][];
    };
    /**
     * NoteView
     * @description What to know of a scenario: a `code`, and its figures beside.
     */
    NoteView: {
      /** Code */
      code: string;
    } & {
      [key: string]: unknown;
    };
    /**
     * ObservedView
     * @description What a scenario was made from; `version` is that of the entitlement table.
     */
    ObservedView: {
      /** Since */
      since: string | null;
      /**
       * Until
       * Format: date-time
       */
      until: string;
      /** Contacts */
      contacts: number;
      /** First Hour */
      first_hour: number | null;
      /** Version */
      version: number;
    };
    /**
     * Outcome
     * @description How a contact ended; `LIVE` as long as it has not.
     * @enum {string}
     */
    Outcome:
      | ""
      | "answered"
      | "abandoned-greeting"
      | "abandoned-menu"
      | "abandoned-queue"
      | "abandoned-ring"
      | "closed-hours"
      | "self-served"
      | "lost"
      | "transferred"
      | "no-agents"
      | "callback-failed"
      | "callback-cancelled"
      | "called-again";
    /** OverrideBody */
    OverrideBody: {
      /** Tier */
      tier: string;
      /** Reason */
      reason: string;
      /** Until */
      until?: string | null;
    };
    /**
     * OverrideView
     * @description A tier given by hand; without `until` it holds until it is taken back.
     */
    OverrideView: {
      /** Tier */
      tier: string;
      /** Reason */
      reason: string;
      /** By */
      by: string;
      /** Until */
      until: string | null;
    };
    /**
     * PackView
     * @description What the desk needs of the pack; `wrap_up_ms` of tiers without a time of their own.
     */
    PackView: {
      /** Code */
      code: string;
      name: components["schemas"]["Words"];
      about: components["schemas"]["Words"];
      /** Tiers */
      tiers: components["schemas"]["TierSpec"][];
      /** Service Kinds */
      service_kinds: components["schemas"]["NamedSpec"][];
      /** Groups */
      groups: components["schemas"]["NamedSpec"][];
      /** Skills */
      skills: components["schemas"]["NamedSpec"][];
      /** Dispositions */
      dispositions: components["schemas"]["DispositionSpec"][];
      /** Not Ready Reasons */
      not_ready_reasons: components["schemas"]["ReasonSpec"][];
      /** Access Numbers */
      access_numbers: components["schemas"]["AccessNumberView"][];
      /** Caller States */
      caller_states: components["schemas"]["NamedSpec"][];
      /** Products */
      products: components["schemas"]["NamedSpec"][];
      /** Wrap Up Ms */
      wrap_up_ms: number;
      /** Policies */
      policies: components["schemas"]["PolicySpec"][];
    };
    /** PasswordBody */
    PasswordBody: {
      /** Old */
      old: string;
      /** New */
      new: string;
    };
    /**
     * PastDay
     * @description Calls of a day that was, by half-hour from midnight.
     */
    PastDay: {
      /** Day */
      day: string;
      /** Calls */
      calls: number[];
    };
    /**
     * Peaks
     * @description The loudest sample of each slice, 0 to 1, by channel: the customer first.
     */
    Peaks: {
      /** Channels */
      channels: number[][];
      /** Per Second */
      per_second: number;
    };
    /** PeriodView */
    PeriodView: {
      /** Classes */
      classes: {
        [key: string]: {
          [key: string]: components["schemas"]["EstimateView"];
        };
      };
      /** Groups */
      groups: {
        [key: string]: {
          [key: string]: components["schemas"]["EstimateView"];
        };
      };
    };
    /**
     * PhoneCredentials
     * @description What the agent's phone registers with; made anew at every sign-on.
     */
    PhoneCredentials: {
      /** Url */
      url: string;
      /** Uri */
      uri: string;
      /** User */
      user: string;
      /** Password */
      password: string;
      /** Realm */
      realm: string;
    };
    /**
     * PhoneKind
     * @description What rings at a seat: the browser (WebRTC), or a SIP phone on the desk.
     * @enum {string}
     */
    PhoneKind: "web" | "sip";
    /**
     * Policy
     * @description How waiting calls of different classes are compared.
     * @enum {string}
     */
    Policy: "sld" | "priority" | "fifo" | "wait_over_target" | "affine";
    /**
     * PolicySpec
     * @description A limit that somebody set outside: its value, where it is written, and since when.
     *
     *     `is_read` is false for a number that was taken from a report, not from the text itself.
     */
    PolicySpec: {
      /** Code */
      code: string;
      name: components["schemas"]["Words"];
      /** Value */
      value: number;
      /**
       * Unit
       * @enum {string}
       */
      unit: "ms" | "seconds" | "hours" | "days" | "working-days" | "share" | "yuan" | "times";
      scope: components["schemas"]["Words"];
      /** Source */
      source: string;
      /**
       * Valid From
       * Format: date
       */
      valid_from: string;
      /** Is Read */
      is_read: boolean;
    };
    /**
     * PreferencesSpec
     * @description How the customer likes to be served; what is not said is unknown.
     */
    PreferencesSpec: {
      /** Channel */
      channel?: ("voice" | "chat" | "email" | "sms" | "video" | "fax") | null;
      /**
       * Address As
       * @default
       */
      address_as: string;
      /**
       * Call Time
       * @default
       */
      call_time: string;
      /**
       * Agent
       * @default
       */
      agent: string;
      /**
       * Do Not Call
       * @default false
       */
      do_not_call: boolean;
      /**
       * Do Not Sms
       * @default false
       */
      do_not_sms: boolean;
      /**
       * Do Not Email
       * @default false
       */
      do_not_email: boolean;
      /**
       * Do Not Survey
       * @default false
       */
      do_not_survey: boolean;
      /**
       * Is Elderly
       * @default false
       */
      is_elderly: boolean;
      /**
       * Notes
       * @default []
       */
      notes: string[];
    };
    /**
     * Preview
     * @description Who would move; `is_complete` when every customer was looked at.
     */
    Preview: {
      /** Examined */
      examined: number;
      /** Moved */
      moved: number;
      /** Is Complete */
      is_complete: boolean;
      /** Moves */
      moves: components["schemas"]["TierMove"][];
    };
    /** PreviewBody */
    PreviewBody: {
      weights: components["schemas"]["WeightsSpec"];
    };
    /**
     * ProductSpec
     * @description Something the customer holds: a line, an account, a booking.
     */
    ProductSpec: {
      /** Code */
      code: string;
      /** Name */
      name: string;
      /**
       * Status
       * @default active
       */
      status: string;
      /** Since */
      since?: string | null;
      /** Detail */
      detail?: {
        [key: string]: string | number | boolean;
      };
    };
    /**
     * ProductView
     * @description Something the customer holds; `since` is a day.
     */
    ProductView: {
      /** Id */
      id: string;
      /** Code */
      code: string;
      /** Name */
      name: string;
      /** Status */
      status: string;
      /** Since */
      since: string | null;
      /** Detail */
      detail: {
        [key: string]: string | number | boolean;
      };
    };
    /** ProfileBody */
    ProfileBody: {
      /** Version */
      version: number;
      /** Grade */
      grade?: number | null;
      /** Group */
      group?: string | null;
      /** Skills */
      skills?: {
        [key: string]: number;
      } | null;
      /** Capacity */
      capacity?: {
        [key: string]: number;
      } | null;
    };
    /** QueueView */
    QueueView: {
      /** Id */
      id: string;
      /** Class */
      class: string;
      /** Tier */
      tier: string;
      /** Service Kind */
      service_kind: string;
      /** Channel */
      channel: string;
      /** Waiting */
      waiting: number;
      /** Longest Since */
      longest_since: string | null;
      /** Target Share */
      target_share: number;
      /** Within Ms */
      within_ms: number;
      /** Abandon Cap */
      abandon_cap: number;
      /** Share Now */
      share_now: number;
      /** Abandoned Share */
      abandoned_share: number;
      /** Beta */
      beta: number;
      /** Resolved */
      resolved: number;
      policy: components["schemas"]["Policy"];
      /** Version */
      version: number;
    };
    /**
     * Reason
     * @description Why this agent and this call, now.
     * @enum {string}
     */
    Reason: "idle-at-arrival" | "most-urgent" | "overflow" | "guard" | "own-agent" | "call-back";
    /**
     * ReasonSpec
     * @description A reason not to be ready. After `limit_minutes` the desk points the time out.
     */
    ReasonSpec: {
      /** Code */
      code: string;
      name: components["schemas"]["Words"];
      /** Is Productive */
      is_productive: boolean;
      /** Limit Minutes */
      limit_minutes?: number | null;
    };
    /**
     * ReasonView
     * @description One figure's part in a score; `name` is the pack's word for it.
     */
    ReasonView: {
      /** Input */
      input: string;
      /** Figure */
      figure: string;
      name: components["schemas"]["Words"];
      /** Value */
      value: number | null;
      /** Points */
      points: number;
      /** Weight */
      weight: number;
    };
    /**
     * RecordingState
     * @enum {string}
     */
    RecordingState: "raw" | "ready" | "missing" | "failed";
    /**
     * RecordingView
     * @description A recording; where it lies is nobody's business.
     */
    RecordingView: {
      /** Contact Id */
      contact_id: string;
      state: components["schemas"]["RecordingState"];
      /** Duration Ms */
      duration_ms: number | null;
      /** Size Bytes */
      size_bytes: number | null;
      /** Version */
      version: number;
    };
    /** RefusalView */
    RefusalView: {
      /** Code */
      code: string;
      /** Kind */
      kind: string;
      /** Details */
      details: {
        [key: string]: unknown;
      };
    };
    /**
     * RequestState
     * @enum {string}
     */
    RequestState: "waiting" | "dialling" | "offered" | "answered" | "abandoned" | "withdrawn";
    /** RequestView */
    RequestView: {
      /** Id */
      id: string;
      /** Class */
      class: string;
      state: components["schemas"]["RequestState"];
      /**
       * Arrived At
       * Format: date-time
       */
      arrived_at: string;
      /** Is Callback */
      is_callback: boolean;
      /** Why */
      why: string;
    };
    /** RevealBody */
    RevealBody: {
      /** Field */
      field: string;
      /** Reason */
      reason: string;
    };
    /** Revealed */
    Revealed: {
      /** Value */
      value: string;
    };
    /**
     * Role
     * @enum {string}
     */
    Role: "agent" | "supervisor" | "quality" | "planner" | "administrator";
    /**
     * RunBody
     * @description A scenario as in the twin's files; the rest goes before what it says.
     */
    RunBody: {
      /** Scenario */
      scenario: {
        [key: string]: unknown;
      };
      policy?: components["schemas"]["Policy"] | null;
      /** Replications */
      replications?: number | null;
      /** Seed */
      seed?: number | null;
    };
    /**
     * RunView
     * @description What a scenario's callers and agents get.
     */
    RunView: {
      /** Name */
      name: string;
      policy: components["schemas"]["Policy"];
      /** Seed */
      seed: number;
      /** Replications */
      replications: number;
      /** Calls Per Second */
      calls_per_second: number;
      /** Classes */
      classes: {
        [key: string]: {
          [key: string]: components["schemas"]["EstimateView"];
        };
      };
      /** Periods */
      periods?: components["schemas"]["PeriodView"][];
      /** Groups */
      groups: {
        [key: string]: {
          [key: string]: components["schemas"]["EstimateView"];
        };
      };
    };
    /** RunnerUp */
    RunnerUp: {
      /** Class */
      class: string;
      /** Score */
      score: number | null;
    };
    /** SessionUser */
    SessionUser: {
      /** Id */
      id: string;
      /** Login */
      login: string;
      /** Name */
      name: string;
      /** Roles */
      roles: string[];
      /** Permissions */
      permissions: string[];
    };
    /**
     * SessionView
     * @description Who is signed on at a desk.
     */
    SessionView: {
      user: components["schemas"]["SessionUser"];
    };
    /**
     * SignOnView
     * @description The agent signed on, and what their phone registers with.
     */
    SignOnView: {
      agent: components["schemas"]["AgentView"];
      phone: components["schemas"]["PhoneCredentials"];
    };
    /** SkillView */
    SkillView: {
      /** Skill */
      skill: string;
      /** Level */
      level: number;
    };
    /** StaffBody */
    StaffBody: {
      /** Scenario */
      scenario: {
        [key: string]: unknown;
      };
      /** Seed */
      seed?: number | null;
    };
    /**
     * StaffedView
     * @description The fewest agents of each group that keep every promise; a list has one number a period.
     */
    StaffedView: {
      /** Name */
      name: string;
      policy: components["schemas"]["Policy"];
      /** Seed */
      seed: number;
      /** Replications */
      replications: number;
      /** Calls Per Second */
      calls_per_second: number;
      /** Classes */
      classes: {
        [key: string]: {
          [key: string]: components["schemas"]["EstimateView"];
        };
      };
      /** Periods */
      periods?: components["schemas"]["PeriodView"][];
      /**
       * Feasible
       * @constant
       */
      feasible: true;
      /** Reason */
      reason: string;
      /** Total */
      total: number | number[];
      /** Groups */
      groups: {
        [key: string]: number | number[];
      };
      /** Occupancy */
      occupancy: {
        [key: string]: {
          [key: string]: components["schemas"]["EstimateView"];
        };
      };
    };
    /**
     * Stage
     * @description Where a contact stands; a wrap-up is the agent's work after the customer has gone.
     *
     *     In CALLBACK the customer has hung up and keeps the place; in DIALLING their phone rings.
     * @enum {string}
     */
    Stage:
      | "arrived"
      | "menu"
      | "queued"
      | "callback"
      | "dialling"
      | "offered"
      | "talking"
      | "held"
      | "wrap-up"
      | "done";
    /**
     * State
     * @description What an agent is doing (座席状态). Only READY is offered work.
     * @enum {string}
     */
    State:
      "signed-off" | "ready" | "offered" | "talking" | "held" | "wrap-up" | "not-ready" | "missed";
    /** StateBody */
    StateBody: {
      /**
       * State
       * @enum {string}
       */
      state: "ready" | "not-ready";
      /**
       * Reason
       * @default
       */
      reason: string;
    };
    /** StateChangeView */
    StateChangeView: {
      /** At */
      at: string;
      from_state: components["schemas"]["State"];
      /** From Reason */
      from_reason: string;
      state: components["schemas"]["State"];
      /** Reason */
      reason: string;
      /** Lasted Ms */
      lasted_ms: number;
      cause: components["schemas"]["yingda__agents__model__Cause"];
      /** Contact Id */
      contact_id: string | null;
    };
    /** StateLog */
    StateLog: {
      /** From */
      from: string;
      /** To */
      to: string;
      /** Totals */
      totals: components["schemas"]["StateTotal"][];
      /** Changes */
      changes: components["schemas"]["StateChangeView"][];
    };
    /** StateTotal */
    StateTotal: {
      state: components["schemas"]["State"];
      /** Reason */
      reason: string;
      /** Total Ms */
      total_ms: number;
      /** Count */
      count: number;
    };
    /**
     * StepSpec
     * @description A group that may serve the class; `after_ms` of waiting opens it, rank 1 is asked first.
     *
     *     Several steps for one group relax the level of skill asked for while the caller waits.
     */
    StepSpec: {
      /** Group */
      group: string;
      /**
       * Rank
       * @default 1
       */
      rank: number;
      /**
       * After Ms
       * @default 0
       */
      after_ms: number;
      /**
       * Min Level
       * @default 0
       */
      min_level: number;
    };
    /** SuperviseBody */
    SuperviseBody: {
      mode: components["schemas"]["Mode"];
    };
    /**
     * SupervisionView
     * @description A supervisor at the call of an agent; `is_shown` = the agent may know of it.
     */
    SupervisionView: {
      /** Id */
      id: string;
      /** Agent Id */
      agent_id: string;
      /** Supervisor Id */
      supervisor_id: string;
      mode: components["schemas"]["Mode"];
      /** Is Up */
      is_up: boolean;
      /** Is Shown */
      is_shown: boolean;
      /** Since */
      since: string;
      /** Version */
      version: number;
    };
    /**
     * TierBoard
     * @description Today's figures of a tier, and of its classes apart.
     */
    TierBoard: {
      /** Figures */
      figures: components["schemas"]["FigureView"][];
      /** Last Half Hour */
      last_half_hour: components["schemas"]["FigureView"][];
      /** Classes */
      classes: components["schemas"]["ClassBoard"][];
      /** Tier */
      tier: string;
      name: components["schemas"]["Words"];
    };
    /** TierChangeView */
    TierChangeView: {
      /** At */
      at: string;
      /** From */
      from: string | null;
      /** To */
      to: string;
      name: components["schemas"]["Words"];
      /** Score */
      score: number;
      /** Reason */
      reason: components["schemas"]["ReasonView"][];
      cause: components["schemas"]["yingda__tiers__model__Cause"];
      /** By */
      by: string;
    };
    /** TierMove */
    TierMove: {
      /** From */
      from: string | null;
      /** To */
      to: string;
      /** Count */
      count: number;
    };
    /**
     * TierSpec
     * @description One value tier; `rank` 1 is the highest.
     */
    TierSpec: {
      /** Code */
      code: string;
      name: components["schemas"]["Words"];
      /** Rank */
      rank: number;
      /** Colour */
      colour: string;
    };
    /**
     * TierView
     * @description The tier of a customer with its why; `computed` is that of the score alone.
     */
    TierView: {
      /** Tier */
      tier: string;
      name: components["schemas"]["Words"];
      /** Score */
      score: number;
      /** Reason */
      reason: components["schemas"]["ReasonView"][];
      /** Computed */
      computed: string;
      /** Since */
      since: string;
      override: components["schemas"]["OverrideView"] | null;
      /** Version */
      version: number;
    };
    /**
     * TodayView
     * @description The centre as it is.
     */
    TodayView: {
      /** Scenario */
      scenario: {
        [key: string]: unknown;
      };
      observed: components["schemas"]["ObservedView"];
      /** Notes */
      notes: components["schemas"]["NoteView"][];
    };
    /** TransferBody */
    TransferBody: {
      to: components["schemas"]["TransferTo"];
    };
    /** TransferTo */
    TransferTo: {
      /** Agent Id */
      agent_id?: string | null;
      /** Service Kind */
      service_kind?: string | null;
    };
    /**
     * UnstaffedView
     * @description Why no number of agents is enough, in a sentence and in parts.
     */
    UnstaffedView: {
      /**
       * Feasible
       * @constant
       */
      feasible: false;
      /** Reason */
      reason: string;
      why: components["schemas"]["WhyView"];
    };
    /**
     * UnusualDay
     * @description A day that was left out of what is learnt, and by how much it was more than usual.
     */
    UnusualDay: {
      /** Day */
      day: string;
      /** By */
      by: number;
    };
    /** UserChangeBody */
    UserChangeBody: {
      /** Version */
      version: number;
      /** Name */
      name?: string | null;
      /** Roles */
      roles?: components["schemas"]["Role"][] | null;
      /** Is Enabled */
      is_enabled?: boolean | null;
      /** Password */
      password?: string | null;
    };
    /**
     * UserView
     * @description What others may know of a user.
     */
    UserView: {
      /** Id */
      id: string;
      /** Login */
      login: string;
      /** Name */
      name: string;
      /** Roles */
      roles: string[];
      /** Is Enabled */
      is_enabled: boolean;
      /** Is Demo */
      is_demo: boolean;
      /** Created At */
      created_at: string;
      /** Version */
      version: number;
    };
    /** ValidationError */
    ValidationError: {
      /** Location */
      loc: (string | number)[];
      /** Message */
      msg: string;
      /** Error Type */
      type: string;
      /** Input */
      input?: unknown;
      /** Context */
      ctx?: Record<string, never>;
    };
    /**
     * VersionView
     * @description Who saved a table, when and why.
     */
    VersionView: {
      /** Version */
      version: number;
      /** At */
      at: string;
      /** By */
      by: string;
      /** Note */
      note: string;
    };
    /**
     * Wallboard
     * @description Today's figures since midnight: all, by tier, by half hour.
     */
    Wallboard: {
      /**
       * At
       * Format: date-time
       */
      at: string;
      /**
       * Since
       * Format: date-time
       */
      since: string;
      /** Figures */
      figures: components["schemas"]["FigureView"][];
      /** Last Half Hour */
      last_half_hour: components["schemas"]["FigureView"][];
      /** Tiers */
      tiers: components["schemas"]["TierBoard"][];
      /** Half Hours */
      half_hours: components["schemas"]["HalfHour"][];
    };
    /**
     * WebPhoneSession
     * @description What the customer's phone registers with, and the `number` it calls from.
     */
    WebPhoneSession: {
      /** Url */
      url: string;
      /** Uri */
      uri: string;
      /** User */
      user: string;
      /** Password */
      password: string;
      /** Realm */
      realm: string;
      /** Number */
      number: string;
    };
    /**
     * WebPhoneView
     * @description Whom the web phone may call as, and where.
     */
    WebPhoneView: {
      /** Enabled */
      enabled: boolean;
      /** Callers */
      callers: components["schemas"]["DemoCaller"][];
      /** Numbers */
      numbers: components["schemas"]["AccessNumberView"][];
    };
    /**
     * WeightsBody
     * @description `version` is the one that was read.
     */
    WeightsBody: {
      /** Version */
      version: number;
      /**
       * Note
       * @default
       */
      note: string;
      weights: components["schemas"]["WeightsSpec"];
    };
    /**
     * WeightsSpec
     * @description How the figures of a customer become a score from 0 to 100, and the score a tier.
     */
    WeightsSpec: {
      /** Inputs */
      inputs: {
        [key: string]: components["schemas"]["InputSpec"];
      };
      /** Bands */
      bands: {
        [key: string]: number;
      };
      /**
       * Margin
       * @default 3
       */
      margin: number;
    };
    /** WeightsView */
    WeightsView: {
      /** Version */
      version: number;
      /** At */
      at: string;
      /** By */
      by: string;
      /** Note */
      note: string;
      weights: components["schemas"]["WeightsSpec"];
    };
    /**
     * WhyView
     * @description Why a class cannot be served as promised: a `cause`, and its figures beside.
     */
    WhyView: {
      /** Cause */
      cause: string;
      /** Klass */
      klass: string;
    } & {
      [key: string]: unknown;
    };
    /**
     * Words
     * @description The same words in Chinese (the source) and English.
     */
    Words: {
      /** Zh */
      zh: string;
      /** En */
      en: string;
    };
    /** SignOnBody */
    yingda__accounts__api__SignOnBody: {
      /** Login */
      login: string;
      /** Password */
      password: string;
    };
    /** SignOnBody */
    yingda__agents__api__SignOnBody: {
      /** Seat */
      seat: string;
      /**
       * Take Over
       * @default false
       */
      take_over: boolean;
      /** @default web */
      phone: components["schemas"]["PhoneKind"];
    };
    /**
     * Cause
     * @description Why a state changed; kept with every change.
     * @enum {string}
     */
    yingda__agents__model__Cause:
      | "sign-on"
      | "sign-off"
      | "chosen"
      | "supervisor"
      | "offered"
      | "rejected"
      | "ring-timeout"
      | "unreachable"
      | "withdrawn"
      | "talking"
      | "held"
      | "resumed"
      | "wrap-up"
      | "wrap-up-done"
      | "connection-lost"
      | "missed-over"
      | "taken-over";
    /**
     * Cause
     * @description Why a tier was looked at again.
     * @enum {string}
     */
    yingda__tiers__model__Cause: "figures" | "nightly" | "weights" | "override" | "override-ended";
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
