package io.mailhelm.smtp.protocol;

/**
 * The parsed argument of BDAT (RFC 3030 §2).
 *
 * @param size octets that follow the command line
 * @param last whether they end the message
 */
public record ChunkCommand(long size, boolean last) {
  /**
   * @throws SyntaxException when the size is no number: nobody can then tell what follows from
   *     commands, and the connection must end
   */
  public static ChunkCommand parse(String argument) throws SyntaxException {
    int blank = argument.indexOf(' ');
    var digits = blank < 0 ? argument : argument.substring(0, blank);
    var rest = blank < 0 ? "" : argument.substring(blank + 1).strip();
    if (!rest.isEmpty() && !rest.equalsIgnoreCase("LAST")) {
      throw new SyntaxException(Replies.BAD_CHUNK_SIZE);
    }
    return new ChunkCommand(DecimalNumber.parse(digits, Replies.BAD_CHUNK_SIZE), !rest.isEmpty());
  }
}
