<?php
/**
 * Prints the length in lines of every function in the files named on the command line, as `length file:line name`.
 */

declare(strict_types=1);

/** The functions of a file, as [line, length, name]. */
function functions_of(string $source): Generator {
    $tokens = array_values(array_filter(PhpToken::tokenize($source), fn(PhpToken $token) => !$token->isIgnorable()));
    foreach ($tokens as $i => $token) {
        if ($token->is(T_FUNCTION) && ($tokens[$i - 1]->text ?? '') !== 'use') {
            $end = end_of_function($tokens, $i);
            $name = $tokens[$i + 1]->is(T_STRING) ? $tokens[$i + 1]->text : '{closure}';
            yield [$token->line, $end->line - $token->line + 1, $name];
        }
    }
}

/** The token a function ends with: its closing brace, or the semicolon of one without a body. */
function end_of_function(array $tokens, int $at): PhpToken {
    for ($i = $at, $depth = 0; isset($tokens[$i]); $i++) {
        $depth += (int) $tokens[$i]->is(['{', T_CURLY_OPEN, T_DOLLAR_OPEN_CURLY_BRACES]);
        $depth -= (int) ($tokens[$i]->text === '}');
        if ($depth === 0 && in_array($tokens[$i]->text, ['}', ';'], true)) {
            return $tokens[$i];
        }
    }
    return $tokens[$at];
}

foreach (array_slice($argv, 1) as $file) {
    foreach (functions_of(file_get_contents($file)) as [$line, $length, $name]) {
        echo "{$length} {$file}:{$line} {$name}\n";
    }
}
