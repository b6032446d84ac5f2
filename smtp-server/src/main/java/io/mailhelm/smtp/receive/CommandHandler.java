package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.protocol.CommandLine;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.SyntaxException;
import io.mailhelm.smtp.protocol.Verb;
import java.util.regex.Pattern;

/** Has each command answered by the class of its verb; what needs none is answered here. */
final class CommandHandler {
  /**
   * The end of a request line (RFC 9112 §3). A web page can make its visitor's browser send us a
   * request whose body is a dialogue, from where the visitor is.
   */
  private static final Pattern HTTP = Pattern.compile(" HTTP/[0-9.]+$");

  private CommandHandler() {}

  /**
   * Answers a command; a change of config takes effect here. RSET, DATA and QUIT have no parameters
   * (RFC 5321 §4.1.1), VRFY has one; NOOP and HELP may have any.
   */
  static CommandOutcome run(Session session, CommandLine line) throws SyntaxException {
    session.refresh();
    if (session.isTlsMissing() && isForTls(line.verb())) {
      return CommandOutcome.of(Replies.TLS_FIRST);
    }
    var argument = line.argument();
    return switch (line.verb()) {
      case EHLO -> EhloHandler.run(session, argument, true);
      case HELO -> EhloHandler.run(session, argument, false);
      case MAIL -> MailHandler.run(session, argument);
      case RCPT -> RcptHandler.run(session.transaction(), argument);
      case DATA -> DataHandler.run(session.transaction(), argument);
      case BDAT -> BdatHandler.run(session.transaction(), argument);
      case AUTH -> AuthHandler.run(session, argument);
      case STARTTLS -> StartTlsHandler.run(session, argument);
      case RSET -> argument.isEmpty() ? reset(session) : CommandOutcome.of(Replies.NO_ARGUMENT);
      case NOOP -> CommandOutcome.of(Replies.OK);
      case QUIT ->
          argument.isEmpty()
              ? CommandOutcome.close(Replies.BYE)
              : CommandOutcome.of(Replies.NO_ARGUMENT);
      case VRFY ->
          CommandOutcome.of(argument.isEmpty() ? Replies.NAME_NEEDED : Replies.CANNOT_VERIFY);
      case EXPN -> CommandOutcome.of(Replies.NO_EXPN);
      case HELP -> CommandOutcome.of(Replies.HELP);
      case OTHER ->
          HTTP.matcher(argument).find()
              ? CommandOutcome.close(Replies.NOT_HTTP)
              : CommandOutcome.of(Replies.UNKNOWN_COMMAND);
    };
  }

  /** What waits for TLS on a listener that insists on it (RFC 3207 §4). */
  private static boolean isForTls(Verb verb) {
    return switch (verb) {
      case EHLO, HELO, STARTTLS, NOOP, QUIT, RSET, HELP, OTHER -> false;
      case BDAT -> false; // it says so itself, behind the chunk that comes all the same
      case MAIL, RCPT, DATA, VRFY, EXPN, AUTH -> true;
    };
  }

  private static CommandOutcome reset(Session session) {
    session.transaction().end();
    return CommandOutcome.of(Replies.RESET);
  }
}
