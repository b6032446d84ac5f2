package io.mailhelm.smtp.reputation;

/** The reason why a policy is paused, as its status has it. */
public enum PauseReason {
  /** Too many recipients have no such address. */
  HighBounceRate,
  /** Too many recipients complained. */
  HighComplaintRate
}
