"""Fine-tunes the embedded encoder on questions over passages; one command, ``make train``.

    pools.py       data sets -> texts as the product embeds them, and questions with their gold
    network.py     the encoder in torch, frozen, with a low-rank adapter beside its matrices
    batches.py     questions that are near each other, with their hard negatives
    objective.py   the contrastive loss
    fit.py         the loop: resumable, the same for the same seed
    measure.py     what the vectors find, on questions whose articles were not trained on
    adapter.py     the adapter's file and its card
    __main__.py    the command

It is no part of the product at run time: nothing imports it, and torch is needed here alone.
"""
