/** The grammar of expressions, from loosest to tightest. Next: syntax.ts makes a tree of what it reads. */
import { grammar as compile } from "ohm-js";

/**
 * As on paper: `-x^2` is −(x²), `2^-1` is a half, `a^b^c` is a^(b^c), and what stands in a function's brackets is a list. Chains of
 * sums and products are lists here and not nested, so that they may be as long as you like.
 */
export const grammar = compile(String.raw`
  Expressions {
    Program = NonemptyListOf<Statement, ";"> ";"?
    Statement = Definition | Sum
    Definition = name "=" Sum
    Sum = Product (additive Product)*
    Product = Sign (multiplicative Sign)*
    Sign = minus Sign  -- minus
         | "+" Sign    -- plus
         | Power
    Power = Primary power Sign  -- raised
          | Primary
    Primary = Call | number | name | Brackets
    Brackets = "(" Sum ")"
    Call = name "(" ListOf<Argument, ","> ")"
    Argument = List | Sum
    List = "[" ListOf<Sum, ","> "]"

    additive (+ or -) = "+" | minus
    multiplicative (* or /) = "*" | "×" | "·" | "/" | "÷"
    power (^) = "^" | "**"
    minus (-) = "-" | "−"
    name (a name) = (letter | "_") (alnum | "_")*
    number (a number) = mantissa exponent?
    mantissa = digits ("." digit*)?  -- whole
             | "." digits            -- fraction
    digits = digit+
    exponent = ("e" | "E") ("+" | "-")? digits
    comment = "#" (~"\n" any)*
    space += comment
  }
`);
