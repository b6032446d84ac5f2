package io.mailhelm.smtp.protocol;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Surrogates;
import java.util.Locale;

/**
 * The replies of the server that do not depend on the client, each with the RFC that asks for it.
 * Basic codes: RFC 5321 §4.2.2 and §4.3.2; enhanced codes: RFC 3463, 5248, 6531, 7372.
 */
public final class Replies {
  private static final int MOST_OF_A_NAME = 63;

  // Syntax of the line itself: RFC 5321 §4.2.4, §4.5.3.1.9
  public static final Reply UNKNOWN_COMMAND = Reply.of(500, "5.5.1", "Command not recognized");
  public static final Reply NOT_HTTP = Reply.of(421, "4.7.0", "This is SMTP, not HTTP");
  public static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.6", "Line too long");
  public static final Reply BARE_LINE_END =
      Reply.of(500, "5.5.2", "Lines must end with CRLF, and hold no other CR or LF");
  public static final Reply BARE_LINE_END_AGAIN =
      Reply.of(421, "4.5.2", "Lines must end with CRLF, not with CR or LF alone; closing");
  public static final Reply CONTROL_CHARACTER =
      Reply.of(500, "5.5.2", "A command holds no control characters");
  public static final Reply NOT_UTF8 = Reply.of(500, "5.5.2", "A command is ASCII or UTF-8");

  // Order of commands: RFC 5321 §4.1.4
  public static final Reply EHLO_FIRST = Reply.of(503, "5.5.1", "Say EHLO first");
  public static final Reply MAIL_FIRST = Reply.of(503, "5.5.1", "MAIL comes first");
  public static final Reply NO_RECIPIENTS =
      Reply.of(554, "5.5.1", "No valid recipients"); // RFC 5321 §3.3
  public static final Reply MAIL_TWICE =
      Reply.of(503, "5.5.1", "A transaction is open: end it with DATA or RSET");
  public static final Reply IN_CHUNKS =
      Reply.of(503, "5.5.1", "BDAT has begun: go on with BDAT, or RSET"); // RFC 3030 §2
  public static final Reply CHUNKS_FAILED =
      Reply.of(503, "5.5.1", "An earlier chunk was refused: RSET"); // RFC 3030 §2
  public static final Reply NO_ARGUMENT = Reply.of(501, "5.5.4", "This command has no argument");
  public static final Reply DOMAIN_NEEDED =
      Reply.of(501, "5.5.4", "Give your host name or address literal");

  // MAIL, RCPT and their parameters: RFC 5321 §4.1.1.2, §4.1.1.3, §4.1.1.11
  public static final Reply MAIL_SYNTAX =
      Reply.of(501, "5.5.4", "Write MAIL FROM:<address> or MAIL FROM:<>");
  public static final Reply RCPT_SYNTAX = Reply.of(501, "5.5.4", "Write RCPT TO:<address>");
  public static final Reply PATH_NEEDS_BRACKETS =
      Reply.of(501, "5.5.4", "An address stands in angle brackets: <name@domain>");
  public static final Reply PATH_TOO_LONG = Reply.of(501, "5.1.7", "A path has at most 256 octets");
  public static final Reply BAD_SENDER_SYNTAX =
      Reply.of(501, "5.1.7", "That is not an address: write <name@domain>");
  public static final Reply BAD_RECIPIENT_SYNTAX =
      Reply.of(501, "5.1.3", "That is not an address: write <name@domain>");
  public static final Reply PARAMETER_SYNTAX =
      Reply.of(501, "5.5.4", "Parameters are KEYWORD or KEYWORD=value, one blank before each");
  public static final Reply PARAMETER_TWICE = Reply.of(501, "5.5.4", "A parameter is given twice");
  public static final Reply BAD_SIZE =
      Reply.of(501, "5.5.4", "SIZE is 1 to 20 digits"); // RFC 1870 §4
  public static final Reply BAD_BODY =
      Reply.of(501, "5.5.4", "BODY is 7BIT or 8BITMIME"); // RFC 6152; no BINARYMIME here
  public static final Reply BAD_SMTPUTF8 =
      Reply.of(501, "5.5.4", "SMTPUTF8 has no value"); // RFC 6531 §3.4
  public static final Reply BAD_REQUIRETLS =
      Reply.of(501, "5.5.4", "REQUIRETLS has no value"); // RFC 8689 §2
  public static final Reply BAD_RET = Reply.of(501, "5.5.4", "RET is FULL or HDRS"); // RFC 3461
  public static final Reply BAD_ENVID =
      Reply.of(501, "5.5.4", "ENVID is xtext of at most 100 characters"); // RFC 3461 §4.4
  public static final Reply BAD_NOTIFY =
      Reply.of(501, "5.5.4", "NOTIFY is NEVER, or a list of SUCCESS, FAILURE, DELAY");
  public static final Reply BAD_ORCPT =
      Reply.of(501, "5.5.4", "ORCPT is a type, a semicolon and xtext, of at most 500 characters");
  public static final Reply BAD_AUTH_PARAMETER =
      Reply.of(501, "5.5.4", "AUTH is xtext of at most 500 characters"); // RFC 4954 §5
  public static final Reply NEEDS_SMTPUTF8_SENDER =
      Reply.of(550, "5.6.7", "An address beyond ASCII needs SMTPUTF8 on MAIL"); // RFC 6531 §3.5
  public static final Reply NEEDS_SMTPUTF8_RECIPIENT =
      Reply.of(553, "5.6.7", "An address beyond ASCII needs SMTPUTF8 on MAIL"); // RFC 6531 §3.5

  // Success: RFC 5321 §4.3.2
  public static final Reply OK = Reply.of(250, "2.0.0", "OK");
  public static final Reply RESET = Reply.of(250, "2.0.0", "Reset");
  public static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender OK");
  public static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Recipient OK");
  public static final Reply GO_AHEAD = Reply.plain(354, "End data with <CR><LF>.<CR><LF>");
  public static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
  public static final Reply CANNOT_VERIFY =
      Reply.of(252, "2.5.0", "Send some mail and see"); // RFC 5321 §3.5.3, §7.3
  public static final Reply NAME_NEEDED =
      Reply.of(501, "5.5.4", "Give a name: VRFY name"); // RFC 5321 §4.1.1.6
  public static final Reply NO_EXPN = Reply.of(502, "5.5.1", "EXPN is not offered");
  public static final Reply HELP =
      Reply.plain(
          214,
          "2.0.0 EHLO HELO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT",
          "2.0.0 RFC 5321 says what each does");

  // TLS: RFC 3207 §4
  public static final Reply START_TLS = Reply.of(220, "2.0.0", "Go ahead");
  public static final Reply ALREADY_TLS = Reply.of(503, "5.5.1", "TLS is on already");
  public static final Reply NO_TLS = Reply.of(502, "5.5.1", "STARTTLS is not offered here");
  public static final Reply NO_TLS_NOW =
      Reply.of(
          454, "4.3.0", "TLS is not available now: too many connections use it"); // RFC 3207 §4
  public static final Reply TLS_FIRST = Reply.of(530, "5.7.0", "Say STARTTLS first");
  public static final Reply BEFORE_TLS =
      Reply.of(421, "4.7.0", "Wait for the reply to STARTTLS; closing");

  public static final Reply REQUIRETLS_NEEDS_TLS =
      Reply.of(530, "5.7.10", "REQUIRETLS is for connections under TLS"); // RFC 8689 §2

  // AUTH: RFC 4954 §4, §6
  public static final Reply AUTH_OK = Reply.of(235, "2.7.0", "Authenticated");
  public static final Reply AUTH_NEEDED = Reply.of(530, "5.7.0", "Authentication needed");
  public static final Reply AUTH_TWICE = Reply.of(503, "5.5.1", "Authenticated already");
  public static final Reply AUTH_IN_TRANSACTION =
      Reply.of(503, "5.5.1", "AUTH does not go inside a transaction");
  public static final Reply AUTH_NOT_OFFERED = Reply.of(502, "5.5.1", "AUTH is not offered here");
  public static final Reply AUTH_NEEDS_TLS =
      Reply.of(538, "5.7.11", "Say STARTTLS first: no password goes in clear here");
  public static final Reply AUTH_SYNTAX =
      Reply.of(501, "5.5.4", "Write AUTH mechanism, or AUTH mechanism initial-response");
  public static final Reply AUTH_MECHANISM =
      Reply.of(504, "5.5.4", "EHLO lists the mechanisms there are");
  public static final Reply AUTH_CANCELLED = Reply.of(501, "5.7.0", "Authentication cancelled");
  public static final Reply AUTH_BASE64 = Reply.of(501, "5.5.2", "That is not base64");
  public static final Reply AUTH_EXCHANGE =
      Reply.of(501, "5.5.2", "That is not what the mechanism sends here");
  public static final Reply AUTH_FAILED =
      Reply.of(535, "5.7.8", "Authentication credentials invalid");
  public static final Reply AUTH_SUSPENDED =
      Reply.of(535, "5.7.13", "This account is suspended"); // RFC 5248
  public static final Reply AUTH_NOT_HERE =
      Reply.of(535, "5.7.1", "This account may not log in from your address");
  public static final Reply AUTH_THROTTLED =
      Reply.of(454, "4.7.0", "Too many failed logins: try again later");
  public static final Reply AUTH_ADDRESS_THROTTLED =
      Reply.of(421, "4.7.0", "Too many failed logins from your address: try again later");

  // What a sender or recipient may not
  public static final Reply RELAY_DENIED =
      Reply.of(550, "5.7.1", "Relaying denied: that domain is not served here");
  public static final Reply NO_SENDING =
      Reply.of(451, "4.3.5", "Nothing is sent: the declaration of our own domain is refused");
  public static final Reply QUEUE_FULL =
      Reply.of(452, "4.3.1", "Too much mail is waiting to be sent already: try later");

  /** A user has as many keys of requests as are kept. */
  public static final Reply TOO_MANY_KEYS =
      Reply.of(452, "4.3.1", "Too many idempotency keys of yours are kept: use fewer, or shorter");

  /** So many deliveries of a domain wait, which is its share of the queue. */
  public static Reply domainQueueFull(String domain, long deliveries) {
    return Reply.of(
        452,
        "4.3.1",
        "The share of the queue of %s is full (%d deliveries): try later, or have what is held deleted"
            .formatted(domain, deliveries));
  }

  /** So many deliveries of a user wait, which is the user's share of the queue. */
  public static Reply userQueueFull(long deliveries) {
    return Reply.of(
        452,
        "4.3.1",
        "Your share of the queue is full (%d deliveries): send again when some are delivered or deleted"
            .formatted(deliveries));
  }

  /** More of a user's mail waits for other servers than {@code octets}. */
  public static Reply tooMuchWaiting(long octets) {
    return Reply.of(
        452,
        "4.3.1",
        "More than %d octets of your mail would wait for other servers: send again when some of it is delivered"
            .formatted(octets));
  }

  public static final Reply SENDER_NOT_YOURS =
      Reply.of(550, "5.7.1", "You may not send as this address");
  public static final Reply FROM_NOT_YOURS =
      Reply.of(550, "5.7.1", "You may not send as the address in the From field");
  public static final Reply FROM_NOT_READ =
      Reply.of(
          550,
          "5.6.0",
          "The From field is no list of addresses: write Name <name@domain>, and quote commas in"
              + " names");
  public static final Reply SENDING_SUSPENDED =
      Reply.of(550, "5.7.1", "Sending is suspended for this account");
  public static final Reply PASSWORD_CHANGED =
      Reply.of(421, "4.7.0", "The password of this account was changed: log in again");
  public static final Reply LOGIN_NOT_HERE =
      Reply.of(421, "4.7.0", "This account may not be used from your address any more");
  public static final Reply SENDER_GONE =
      Reply.of(451, "4.7.0", "The account this was sent by is gone: log in again");
  public static final Reply UNKNOWN_USER = Reply.of(550, "5.1.1", "No such mailbox here");
  public static final Reply NO_LITERAL =
      Reply.of(550, "5.1.2", "Mail for that address literal is not taken here");
  public static final Reply MAILBOX_FULL = Reply.of(452, "4.2.2", "The mailbox is full");
  public static final Reply OVER_QUOTA =
      Reply.of(
          452,
          "4.2.2",
          "Your mailbox is over its quota, reports on your mail would fill it further: delete some, then send again");
  public static final Reply TOO_MANY_RECIPIENTS =
      Reply.of(452, "4.5.3", "Too many recipients: send the rest in another transaction");

  // What a message may not
  public static final Reply MESSAGE_BARE_LINE_END =
      Reply.of(550, "5.6.0", "The message holds a CR or LF that is not part of a CRLF");
  public static final Reply HEADER_TOO_LONG =
      Reply.of(550, "5.6.0", "The header section is longer than 256 KiB, or no empty line ends it");

  /** A line of a header section is no header field (RFC 5322 §2.2). */
  public static Reply notAField(int line) {
    return Reply.of(
        550,
        "5.6.0",
        "Line %d of the header section is no field: write Name: text, then an empty line"
            .formatted(line));
  }

  public static final Reply LINE_OF_MESSAGE_TOO_LONG =
      Reply.of(550, "5.6.0", "A line is longer than 998 octets: send that part encoded");
  public static final Reply MAIL_LOOP =
      Reply.of(554, "5.4.6", "More than 100 Received fields: this message loops");
  public static final Reply BAD_CHUNK_SIZE =
      Reply.of(
          501,
          "5.5.4",
          "Write BDAT size or BDAT size LAST; closing, or the chunk would be read as commands");

  // What this server cannot now: RFC 5321 §3.8, §4.5.3.2; RFC 3463 §3.4
  public static final Reply NO_SPACE =
      Reply.of(452, "4.3.1", "No room for messages now: try again later");
  public static final Reply CROWDED_OUT =
      Reply.of(452, "4.3.1", "Too many messages are on their way in; try again later");
  public static final Reply NO_MEMORY =
      Reply.of(421, "4.3.1", "Too many messages are on their way in; closing, try again later");
  public static final Reply STORE_FAILED =
      Reply.of(451, "4.3.0", "The message could not be kept: try again later");
  public static final Reply INTERNAL = Reply.of(421, "4.3.0", "Internal error; closing");
  public static final Reply TIMEOUT = Reply.of(421, "4.4.2", "Timed out; closing");
  public static final Reply SHUTTING_DOWN =
      Reply.of(421, "4.3.2", "Shutting down: try again later");
  public static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "Too many errors; closing");
  public static final Reply TOO_MANY_CONNECTIONS =
      Reply.of(421, "4.3.2", "Too many connections: try again later");
  public static final Reply TOO_MANY_FROM_ADDRESS =
      Reply.of(421, "4.7.0", "Too many connections from your address: try again later");

  public static final Reply NOT_A_PROXY =
      Reply.of(421, "4.7.0", "Only proxies connect here, with the PROXY protocol");

  private Replies() {}

  /** RFC 5321 §4.1.1.11: 555 for a parameter of MAIL or RCPT that is not offered. */
  static Reply unknownParameter(int code, String verb, String keyword) {
    return Reply.of(code, "5.5.4", verb + " has no parameter " + keyword.toUpperCase(Locale.ROOT));
  }

  /**
   * RFC 3463 §3.8: a limit of the sender's policy leaves no room; {@code why} says which, and when
   * there is room.
   */
  public static Reply limitReached(String why) {
    return Reply.of(452, "4.7.1", why);
  }

  /** RFC 1870 §6.1: the limit is stated. */
  public static Reply tooLarge(long limit) {
    return Reply.of(552, "5.3.4", "A message has at most " + limit + " octets");
  }

  /** The recipient is on a suppression list; {@code why} says since when and what put it there. */
  public static Reply suppressed(String domain, String why) {
    return Reply.of(
        550, "5.7.1", "%s does not mail this address any more (%s)".formatted(domain, why));
  }

  /** The policy lets no mail go to that address (RFC 3463 §3.8). */
  public static Reply recipientNotAllowed(String policy, String address) {
    return Reply.of(
        550, "5.7.1", "The SendPolicy %s lets no mail go to %s".formatted(shown(policy), address));
  }

  /** A check of the policy found something in the message (RFC 3463 §3.7). */
  public static Reply contentNotAllowed(String policy, String sentence) {
    return Reply.of(554, "5.6.0", "%s. (SendPolicy %s)".formatted(sentence, shown(policy)));
  }

  /** The same of whom the message says it is from (RFC 3463 §3.8). */
  public static Reply notAligned(String policy, String sentence) {
    return Reply.of(550, "5.7.1", "%s. (SendPolicy %s)".formatted(sentence, shown(policy)));
  }

  /** The address that a policy redirects to takes no mail, for {@code why}. */
  public static Reply redirectionRefused(String policy, Reply why) {
    return Reply.of(
        why.code(),
        why.enhanced(),
        "The address that the SendPolicy %s redirects to: %s".formatted(shown(policy), why.text()));
  }

  /** A name may have 253 characters, a reply line with an address no more than 512 in all. */
  private static String shown(String name) {
    return Surrogates.beginning(name, MOST_OF_A_NAME);
  }

  public static final Reply REDIRECTION_CHANGED =
      Reply.of(451, "4.3.5", "Where mail is redirected changed meanwhile: send this again");

  /** A stranger says that it is of a domain of ours. */
  public static Reply ownDomain(DomainName domain) {
    return Reply.of(
        550,
        "5.7.1",
        "Mail from %s is not taken here without a login: send it by this server's submission port"
            .formatted(domain.ascii()));
  }

  /** RFC 3030 §2: a chunk was read. */
  public static Reply chunk(long octets) {
    return Reply.of(250, "2.0.0", octets + " octets received");
  }

  /** A message is durable; {@code id} finds it in the log and the API. */
  public static Reply accepted(String id) {
    return Reply.of(250, "2.0.0", id + " accepted");
  }

  /** RFC 4954 §4: a challenge, in base64. */
  public static Reply challenge(String base64) {
    return Reply.plain(334, base64);
  }
}
