package io.mailhelm.smtp.bounce;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the words of a refusal say, beside its code. Servers write 5.1.1 for much that is no missing
 * mailbox: a block list, a full mailbox, a rate, a sender they do not like. Pure, and linear in the
 * words.
 */
final class RefusalWords {
  /** Texts that say that nobody has that address, or that it is not in use. */
  private static final List<String> CONFIRMING =
      List.of(
          "user unknown",
          "unknown user",
          "unknown recipient",
          "recipient unknown",
          "unknown mailbox",
          "mailbox unknown",
          "unknown address",
          "address unknown",
          "addressee unknown",
          "unknown account",
          "no such ",
          "no mailbox",
          "not exist",
          "n't exist",
          "not found",
          "n't found",
          "notfound",
          "not be found",
          "n't be found",
          "nosuchuser",
          "n't have a",
          "invalid recipient",
          "invalid mailbox",
          "invalid address",
          "not a valid",
          "n't a valid",
          "not valid",
          "bad destination mailbox",
          "disabled",
          "inactive",
          "no longer",
          "has moved");

  /** Beginnings of words that speak of something else than of the address. */
  private static final List<String> CONTRARY =
      List.of(
          "abus",
          "authent",
          "authori",
          "banned",
          "blacklist",
          "block",
          "bulk",
          "busy",
          "capacity",
          "complain",
          "content",
          "denied",
          "deny",
          "dkim",
          "dmarc",
          "dnsbl",
          "exceed",
          "filter",
          "forbid",
          "frequen",
          "graylist",
          "greylist",
          "junk",
          "limit",
          "listed",
          "malware",
          "overload",
          "overquota",
          "permi",
          "phish",
          "polic",
          "prohibit",
          "ptr",
          "quickly",
          "quota",
          "rbl",
          "relay",
          "reputation",
          "restrict",
          "reverse",
          "sender",
          "spam",
          "spf",
          "storage",
          "suspicious",
          "tempor",
          "throttl",
          "timeout",
          "unsolicited",
          "unverif",
          "virus");

  /** Whole words of that kind, which are the beginnings of harmless ones. */
  private static final Set<String> CONTRARY_WORDS =
      Set.of("full", "large", "later", "many", "rate", "rates", "size", "space");

  /** Parts of a link to whoever lists addresses, or explains why it blocks. */
  private static final List<String> CONTRARY_LINKS =
      List.of("spam", "block", "black", "dnsbl", "rbl", "reputation", "ratelimit", "barracuda");

  /** RFC 3463 §2, as a word by itself; an IP address has one number more. */
  private static final Pattern STATUS = Pattern.compile("[45]\\.\\d{1,3}\\.\\d{1,3}");

  /** What Postfix calls its list of recipients; it is no word about relaying. */
  private static final String RELAY_TABLE = "relay recipient table";

  private final boolean contrary;
  private final boolean confirming;
  private final boolean linked;

  private RefusalWords(boolean contrary, boolean confirming, boolean linked) {
    this.contrary = contrary;
    this.confirming = confirming;
    this.linked = linked;
  }

  /**
   * Reads them.
   *
   * @param text a reply's, or that of a Diagnostic-Code, with or without its codes
   */
  static RefusalWords of(String text) {
    var lower = text.toLowerCase(Locale.ROOT).replace('’', '\'').replace(RELAY_TABLE, "table");
    boolean contrary = false;
    boolean linked = false;
    var plain = new StringBuilder(lower.length());
    for (var word : lower.split("\\s+")) {
      if (word.contains("://") || word.startsWith("www.")) {
        linked = true;
        contrary |= CONTRARY_LINKS.stream().anyMatch(word::contains);
      } else if (word.indexOf('@') < 0) { // an address may be called anything
        contrary |= isContrary(word);
      }
      plain.append(word).append(' ');
    }
    var said = plain.toString();
    return new RefusalWords(contrary, CONFIRMING.stream().anyMatch(said::contains), linked);
  }

  private static boolean isContrary(String word) {
    var bare = stripped(word);
    if (STATUS.matcher(bare).matches()) {
      return !HardBounce.isCode(bare);
    }
    for (var part : bare.split("[^a-z]+")) {
      if (CONTRARY_WORDS.contains(part) || CONTRARY.stream().anyMatch(part::startsWith)) {
        return true;
      }
    }
    return false;
  }

  /** Without what stands around a word: {@code (5.1.1),} is 5.1.1, and so is {@code 550-5.1.1}. */
  private static String stripped(String word) {
    int from = word.length() > 4 && isReplyCode(word) ? 4 : 0;
    int to = word.length();
    while (from < to && !Character.isLetterOrDigit(word.charAt(from))) {
      from++;
    }
    while (to > from && !Character.isLetterOrDigit(word.charAt(to - 1))) {
      to--;
    }
    return word.substring(from, to);
  }

  private static boolean isReplyCode(String word) {
    return word.charAt(3) == '-'
        && Character.isDigit(word.charAt(0))
        && Character.isDigit(word.charAt(1))
        && Character.isDigit(word.charAt(2));
  }

  /**
   * Whether they do not contradict a code that says that the address is not there. With a link they
   * have to say so themselves: those who block are the ones who explain.
   */
  boolean agree() {
    return !contrary && (!linked || confirming);
  }

  /** Whether they say by themselves that the address is not there. */
  boolean confirm() {
    return !contrary && confirming;
  }
}
