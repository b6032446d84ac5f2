package io.mailhelm.smtp.protocol;

/**
 * The verbs of SMTP commands that the server knows (RFC 5321 §4.1, 3030, 3207, 4954), and one for
 * all others.
 */
public enum Verb {
  HELO,
  EHLO,
  MAIL,
  RCPT,
  DATA,
  BDAT,
  RSET,
  NOOP,
  QUIT,
  VRFY,
  EXPN,
  HELP,
  AUTH,
  STARTTLS,
  /** Anything else. */
  OTHER;

  /** The verb at {@code line[from, to)}, in any case. */
  static Verb at(byte[] line, int from, int to) {
    return switch (to - from) {
      case 4 -> four(word(line, from));
      case 8 ->
          word(line, from) == word("STAR") && word(line, from + 4) == word("TTLS")
              ? STARTTLS
              : OTHER;
      default -> OTHER;
    };
  }

  private static Verb four(int word) {
    return switch (word) {
      case 'H' << 24 | 'E' << 16 | 'L' << 8 | 'O' -> HELO;
      case 'E' << 24 | 'H' << 16 | 'L' << 8 | 'O' -> EHLO;
      case 'M' << 24 | 'A' << 16 | 'I' << 8 | 'L' -> MAIL;
      case 'R' << 24 | 'C' << 16 | 'P' << 8 | 'T' -> RCPT;
      case 'D' << 24 | 'A' << 16 | 'T' << 8 | 'A' -> DATA;
      case 'B' << 24 | 'D' << 16 | 'A' << 8 | 'T' -> BDAT;
      case 'R' << 24 | 'S' << 16 | 'E' << 8 | 'T' -> RSET;
      case 'N' << 24 | 'O' << 16 | 'O' << 8 | 'P' -> NOOP;
      case 'Q' << 24 | 'U' << 16 | 'I' << 8 | 'T' -> QUIT;
      case 'V' << 24 | 'R' << 16 | 'F' << 8 | 'Y' -> VRFY;
      case 'E' << 24 | 'X' << 16 | 'P' << 8 | 'N' -> EXPN;
      case 'H' << 24 | 'E' << 16 | 'L' << 8 | 'P' -> HELP;
      case 'A' << 24 | 'U' << 16 | 'T' << 8 | 'H' -> AUTH;
      default -> OTHER;
    };
  }

  private static int word(byte[] line, int from) {
    int word = 0;
    for (int i = from; i < from + 4; i++) {
      int octet = line[i];
      word = word << 8 | (octet >= 'a' && octet <= 'z' ? octet - 32 : octet & 0xff);
    }
    return word;
  }

  private static int word(String four) {
    return four.charAt(0) << 24 | four.charAt(1) << 16 | four.charAt(2) << 8 | four.charAt(3);
  }
}
