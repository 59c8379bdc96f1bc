"""The course exercise's recipe to the letter: split, augmentation, frozen backbone, head from logits, fine-tuning."""
