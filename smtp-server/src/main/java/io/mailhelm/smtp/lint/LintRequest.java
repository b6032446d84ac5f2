package io.mailhelm.smtp.lint;

import io.mailhelm.config.ContentRules.Check;
import io.mailhelm.config.DomainName;
import java.util.List;
import java.util.Set;

/**
 * What is to be checked, and what the checks must know besides the message.
 *
 * @param checks those that are made
 * @param spamWords words to look for; those in capitals match capitals only
 * @param largest octets that a message may have
 * @param recipients how many the envelope names
 * @param unaligned domains of the From field that no signature of ours is aligned with
 */
public record LintRequest(
    Set<Check> checks,
    List<String> spamWords,
    long largest,
    int recipients,
    List<DomainName> unaligned) {
  public LintRequest {
    checks = Set.copyOf(checks);
    spamWords = List.copyOf(spamWords);
    unaligned = List.copyOf(unaligned);
  }
}
