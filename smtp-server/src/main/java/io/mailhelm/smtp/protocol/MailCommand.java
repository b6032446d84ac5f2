package io.mailhelm.smtp.protocol;

import java.util.Optional;

/**
 * The parsed argument of MAIL (RFC 5321 §4.1.1.2) with its extensions.
 *
 * @param from the reverse-path
 * @param size octets the client says the message has (RFC 1870); 0: it does not say. A number
 *     beyond any message is {@link Long#MAX_VALUE}
 * @param eightBit {@code BODY=8BITMIME} (RFC 6152)
 * @param utf8 {@code SMTPUTF8} (RFC 6531)
 * @param requireTls {@code REQUIRETLS} (RFC 8689 §2)
 * @param ret {@code FULL}, {@code HDRS} or empty (RFC 3461 §4.3)
 * @param envid the envelope id in xtext as given, or empty (RFC 3461 §4.4)
 * @param auth who the client says submitted it (RFC 4954 §5), decoded; {@code <>} is empty
 */
public record MailCommand(
    ReversePath from,
    long size,
    boolean eightBit,
    boolean utf8,
    boolean requireTls,
    String ret,
    String envid,
    Optional<String> auth) {
  private static final int MAX_ENVID = 100; // RFC 3461 §4.4
  private static final int MAX_AUTH = 500; // RFC 4954 §5

  /**
   * Reads what follows {@code MAIL}; a blank after the colon is accepted, as telnet users write it.
   *
   * @throws SyntaxException with 501, or 555 for a parameter we do not have
   */
  public static MailCommand parse(String argument) throws SyntaxException {
    int path = EsmtpParameters.afterKeyword(argument, "FROM:", Replies.MAIL_SYNTAX);
    int end = PathReader.end(argument, path);
    var from = PathReader.reverse(argument.substring(path + 1, end - 1));
    var parameters = new EsmtpParameters(argument, end);
    var command = new Draft();
    while (parameters.next()) {
      command.take(parameters);
    }
    return command.with(from);
  }

  private static final class Draft {
    private long size;
    private boolean eightBit;
    private boolean utf8;
    private boolean requireTls;
    private String ret = "";
    private String envid = "";
    private Optional<String> auth = Optional.empty();

    void take(EsmtpParameters parameter) throws SyntaxException {
      switch (parameter.keyword()) {
        case "SIZE" -> size = parameter.number(Replies.BAD_SIZE);
        case "BODY" ->
            eightBit = parameter.oneOf(Replies.BAD_BODY, "7BIT", "8BITMIME").equals("8BITMIME");
        case "SMTPUTF8" -> {
          parameter.noValue(Replies.BAD_SMTPUTF8);
          utf8 = true;
        }
        case "REQUIRETLS" -> {
          parameter.noValue(Replies.BAD_REQUIRETLS);
          requireTls = true;
        }
        case "RET" -> ret = parameter.oneOf(Replies.BAD_RET, "FULL", "HDRS");
        case "ENVID" -> {
          envid = parameter.xtext(MAX_ENVID, Replies.BAD_ENVID);
          Xtext.decode(envid, Replies.BAD_ENVID);
        }
        case "AUTH" -> {
          var decoded =
              Xtext.decode(
                  parameter.xtext(MAX_AUTH, Replies.BAD_AUTH_PARAMETER),
                  Replies.BAD_AUTH_PARAMETER);
          auth = Optional.of(decoded.equals("<>") ? "" : decoded);
        }
        default ->
            throw new SyntaxException(Replies.unknownParameter(555, "MAIL", parameter.keyword()));
      }
    }

    MailCommand with(ReversePath from) {
      return new MailCommand(from, size, eightBit, utf8, requireTls, ret, envid, auth);
    }
  }
}
