package io.mailhelm.smtp.bounce;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds out what the words of a refusal are about, beside its code. Servers write 5.1.1 for much
 * that is not a missing mailbox: a block list, a full mailbox, a rate, a sender they reject. Pure,
 * and linear in the words.
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

  /** Beginnings of words about who sends what, how often and from where, not of the address. */
  private static final List<String> POLICY =
      words(
          """
          abus authent authori banned black block bulk complain content daily denied deny
          dkim dmarc dnsbl ehlo filter forbid frequen graylist greylist helo hourly junk
          listed malware phish polic prohibit ptr quickly rbl rcpthosts rdns relay
          reputation reverse sender spam spf suspicious throttl unsolicited unverif virus
          """);

  /** Whole words of that kind, which are the beginnings of harmless ones. */
  private static final Set<String> POLICY_WORDS = Set.of("rate", "rates");

  /** Beginnings of words about a mailbox that is full. */
  private static final List<String> FULL = List.of("capacity", "overquota", "quota", "storage");

  private static final Set<String> FULL_WORDS = Set.of("full", "space");
  private static final Set<String> SIZE_WORDS = Set.of("big", "large", "size");

  /** Beginnings of words about a bound, of whatever it may be. */
  private static final List<String> BOUND = List.of("exceed", "limit", "permi", "restrict");

  private static final Set<String> BOUND_WORDS = Set.of("many");

  /** Beginnings of words about this moment. */
  private static final List<String> PASSING = List.of("busy", "overload", "tempor", "timeout");

  private static final Set<String> PASSING_WORDS = Set.of("later");

  /** RFC 5321 §4.5.3.1.10, as servers put it. */
  private static final String TOO_MANY = "too many recipients";

  /** Parts of a link to a block list, or to an explanation of a block. */
  private static final List<String> CONTRARY_LINKS =
      words(
          """
          spam block black dnsbl rbl reputation ratelimit barracuda sorbs uceprotect
          abuseat senderscore
          """);

  /** RFC 3463 §2, as a word by itself; an IP address has one number more. */
  private static final Pattern STATUS = Pattern.compile("[45]\\.\\d{1,3}\\.\\d{1,3}");

  /** What Postfix calls its list of recipients; it is no word about relaying. */
  private static final String RELAY_TABLE = "relay recipient table";

  /** What a refusal is about, besides the address; the first that applies counts. */
  enum Subject {
    /** A limit on recipients of one message. */
    TOO_MANY_RECIPIENTS,
    /** Who sends, what, how often, from where; or a block list. */
    POLICY,
    /** A mailbox that is full. */
    FULL,
    /** The message's size. */
    SIZE,
    /** Some other bound. */
    BOUND,
    /** This moment. */
    PASSING
  }

  private final Set<Subject> subjects;
  private final boolean foreignStatus;
  private final boolean confirming;
  private final boolean linked;

  private RefusalWords(
      Set<Subject> subjects, boolean foreignStatus, boolean confirming, boolean linked) {
    this.subjects = subjects;
    this.foreignStatus = foreignStatus;
    this.confirming = confirming;
    this.linked = linked;
  }

  private static List<String> words(String block) {
    return List.of(block.strip().split("\\s+"));
  }

  /**
   * Reads them.
   *
   * @param text a reply's, or that of a Diagnostic-Code, with or without its codes
   */
  static RefusalWords of(String text) {
    var lower = text.toLowerCase(Locale.ROOT).replace('’', '\'').replace(RELAY_TABLE, "table");
    var subjects = EnumSet.noneOf(Subject.class);
    boolean foreignStatus = false;
    boolean linked = false;
    var plain = new StringBuilder(lower.length());
    for (var word : lower.split("\\s+")) {
      if (word.contains("://") || word.startsWith("www.")) {
        linked = true;
        if (CONTRARY_LINKS.stream().anyMatch(word::contains)) {
          subjects.add(Subject.POLICY);
        }
      } else if (word.indexOf('@') < 0) { // an address may be called anything
        var bare = stripped(word);
        if (STATUS.matcher(bare).matches()) {
          foreignStatus |= !HardBounce.isCode(bare);
        } else {
          addSubjects(bare, subjects);
        }
      }
      plain.append(word).append(' ');
    }
    var said = plain.toString();
    if (said.contains(TOO_MANY)) {
      subjects.add(Subject.TOO_MANY_RECIPIENTS);
    }
    boolean confirming = CONFIRMING.stream().anyMatch(said::contains);
    return new RefusalWords(subjects, foreignStatus, confirming, linked);
  }

  private static void addSubjects(String bare, Set<Subject> subjects) {
    for (var part : bare.split("[^a-z]+")) {
      if (begins(part, POLICY, POLICY_WORDS)) {
        subjects.add(Subject.POLICY);
      }
      if (begins(part, FULL, FULL_WORDS)) {
        subjects.add(Subject.FULL);
      }
      if (SIZE_WORDS.contains(part)) {
        subjects.add(Subject.SIZE);
      }
      if (begins(part, BOUND, BOUND_WORDS)) {
        subjects.add(Subject.BOUND);
      }
      if (begins(part, PASSING, PASSING_WORDS)) {
        subjects.add(Subject.PASSING);
      }
    }
  }

  private static boolean begins(String part, List<String> beginnings, Set<String> whole) {
    return whole.contains(part) || beginnings.stream().anyMatch(part::startsWith);
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
    return !isContrary() && (!linked || confirming);
  }

  /** Whether they say by themselves that the address is not there. */
  boolean confirm() {
    return !isContrary() && confirming;
  }

  private boolean isContrary() {
    return foreignStatus || !subjects.isEmpty();
  }

  /** What they speak of instead of the address, or beside it; a link alone explains a policy. */
  Optional<Subject> subject() {
    var first = subjects.stream().findFirst();
    return first.isEmpty() && linked && !confirming ? Optional.of(Subject.POLICY) : first;
  }
}
